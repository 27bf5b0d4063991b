/// The style sheet of HTML pages: the same for all, so that its hash can stand in the page's policy.
///
/// A test recomputes `styleHash`.
let htmlStyle = """
  :root{color-scheme:light dark;--ink:#1a1a1f;--paper:#fff;--faint:#595963;--line:#c8c8d0;--band:#f3f3f6;
  --warn:#8a3b00;--s0:#1f5fa8;--s1:#b35900;--s2:#00706b;--s3:#96368b;--s4:#4d7300;--s5:#b02a37;
  --t0:#dce9f7;--t1:#a9c8ea;--t2:#2a69ab;--t3:#123f73;--low:#1a1a1f;--high:#fff}
  @media screen and (prefers-color-scheme:dark){\
  :root{--ink:#e8e8ee;--paper:#15151a;--faint:#a9a9b5;--line:#44444f;
  --band:#1f1f27;--warn:#ffb366;--s0:#7cb4f2;--s1:#f2a65a;--s2:#5cc9c2;--s3:#dd94d4;--s4:#a9cf5c;\
  --s5:#f28b95;
  --t0:#1c2f45;--t1:#2b537f;--t2:#7cb4f2;--t3:#d3e6fa;--low:#fff;--high:#15151a}}
  body{margin:2rem auto;max-width:60rem;padding:0 1rem;color:var(--ink);background:var(--paper);
  font:1rem/1.45 system-ui,sans-serif}
  section{margin:0 0 2.5rem}.scroll{overflow-x:auto}
  h1{line-height:1.2}h2{margin-top:2.5rem}
  figure{margin:1rem 0}figcaption{font-weight:600;padding:0 0 .5rem}
  a{color:var(--s0)}:focus-visible{outline:2px solid var(--s0);outline-offset:2px}
  details{margin:1rem 0}summary{color:var(--faint);cursor:pointer;font-size:.875rem}
  pre{background:var(--band);border-left:3px solid var(--line);margin:.5rem 0;padding:.75rem;
  overflow-wrap:anywhere;white-space:pre-wrap}
  code{font:.8125rem/1.5 ui-monospace,monospace}p code,li code,td code{background:var(--band);padding:0 .2em}
  .card{display:flex;flex-wrap:wrap;gap:1rem 3rem;margin:0}.card dt{color:var(--faint);font-size:.875rem}
  .card dd{font-size:2rem;font-variant-numeric:tabular-nums;font-weight:600;margin:0}
  .card .unit{font-size:1rem}footer{border-top:1px solid var(--line);color:var(--faint);font-size:.875rem}
  svg{width:100%;min-width:34rem;height:auto;display:block;font:12px system-ui,sans-serif;fill:var(--ink)}
  table{border-collapse:collapse;font-variant-numeric:tabular-nums}
  caption{text-align:left;font-weight:600;padding:0 0 .5rem}
  th,td{padding:.25rem .75rem;text-align:left;vertical-align:top;font-weight:400;white-space:pre-line}
  thead th{font-weight:600;border-bottom:2px solid var(--line)}
  tbody tr:nth-child(even){background:var(--band)}
  .n{text-align:right;white-space:nowrap}
  .unit,.null,.source,.rows{color:var(--faint)}
  .unit{font-weight:400}
  .source,.rows,.modelled{font-size:.875rem;margin:.5rem 0 0}
  .modelled{color:var(--warn);border-left:4px solid var(--warn);padding-left:.5rem;font-weight:600}
  .axis{stroke:var(--faint);fill:none}
  .grid{stroke:var(--line);fill:none}
  .line{fill:none;stroke-width:2}
  .s0{fill:var(--s0);stroke:var(--s0)}.s1{fill:var(--s1);stroke:var(--s1)}.s2{fill:var(--s2);stroke:var(--s2)}
  .s3{fill:var(--s3);stroke:var(--s3)}.s4{fill:var(--s4);stroke:var(--s4)}.s5{fill:var(--s5);stroke:var(--s5)}
  .line.s0,.line.s1,.line.s2,.line.s3,.line.s4,.line.s5{fill:none}
  .line.s1{stroke-dasharray:8 4}.line.s2{stroke-dasharray:2 3}.line.s3{stroke-dasharray:8 3 2 3}
  .line.s4{stroke-dasharray:2 6}.line.s5{stroke-dasharray:14 4}
  .anomaly{fill:var(--paper);fill-opacity:.6;stroke-width:3}
  .slice{stroke:var(--paper);stroke-width:2}
  .area{fill-opacity:.25;stroke:none}.over{stroke:none}.hatch{fill:none;stroke:var(--paper);stroke-width:1}
  .note{fill:var(--faint)}.small{font-size:8.5px}
  .t0 rect{fill:var(--t0)}.t1 rect{fill:var(--t1)}.t2 rect{fill:var(--t2)}.t3 rect{fill:var(--t3)}
  .t0 text,.t1 text{fill:var(--low)}.t2 text,.t3 text{fill:var(--high)}
  .empty rect{fill:none;stroke:var(--line);stroke-dasharray:3 3}.empty text{fill:var(--faint)}
  @media print{:root{--ink:#000;--paper:#fff;--faint:#444;--line:#999;--band:#fff;--warn:#000}
  body{margin:0;max-width:none;font-size:10pt}.scroll{overflow:visible}
  svg{min-width:0}figure,pre,tr{break-inside:avoid-page}\
  h1,h2,h3,summary,figcaption,caption{break-after:avoid-page}
  rect,path,svg{print-color-adjust:exact}thead{display:table-header-group}}
  @page{size:A4;margin:18mm}
  """

/// The SHA-256 of `htmlStyle` in base 64.
let styleHash = "m7RXoG61tj24BNFj2TKxYypVpXTR2hPblKlWITbDRjw="
