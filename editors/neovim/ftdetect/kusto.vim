autocmd BufRead,BufNewFile *.kql,*.csl setfiletype kusto
