/// The style sheet of HTML pages: the same for all, so that its hash can stand in the page's policy.
///
/// A test recomputes `styleHash`.
let htmlStyle = """
  :root{color-scheme:light dark;--ink:#1a1a1f;--paper:#fff;--faint:#595963;--line:#c8c8d0;--band:#f3f3f6;
  --warn:#8a3b00;--s0:#1f5fa8;--s1:#b35900;--s2:#00706b;--s3:#96368b;--s4:#4d7300;--s5:#b02a37}
  @media (prefers-color-scheme:dark){:root{--ink:#e8e8ee;--paper:#15151a;--faint:#a9a9b5;--line:#44444f;
  --band:#1f1f27;--warn:#ffb366;--s0:#7cb4f2;--s1:#f2a65a;--s2:#5cc9c2;--s3:#dd94d4;--s4:#a9cf5c;\
  --s5:#f28b95}}
  body{margin:2rem auto;max-width:60rem;padding:0 1rem;color:var(--ink);background:var(--paper);
  font:1rem/1.45 system-ui,sans-serif}
  section{margin:0 0 2.5rem;overflow-x:auto}
  figure{margin:0 0 1rem}
  svg{width:100%;height:auto;font:12px system-ui,sans-serif;fill:var(--ink)}
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
  .slice{stroke:var(--paper);stroke-width:2}
  .area{fill-opacity:.25;stroke:none}
  @media print{:root{--ink:#000;--paper:#fff;--faint:#444;--line:#999;--band:#fff;--warn:#000}
  body{margin:0;max-width:none}section{overflow:visible;break-inside:avoid-page}\
  thead{display:table-header-group}}
  """

/// The SHA-256 of `htmlStyle` in base 64.
let styleHash = "vmcG71Uv9vCegBzC5G14NZS4BtpZS3Fmi0CsjHlCDtM="
