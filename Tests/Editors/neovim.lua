-- Drives Neovim with editors/neovim and the real server. Started by run.sh in a folder of its own; the name
-- of the server's program is in REGN. Ends with status 0 when every check held.

local checks, failures = 0, 0

local function check(what, is, should)
  checks = checks + 1
  if not vim.deep_equal(is, should) then
    failures = failures + 1
    io.stderr:write(("neovim: %s\n  is     %s\n  should %s\n"):format(what, vim.inspect(is), vim.inspect(should)))
  end
end

-- Everything runs in one coroutine, so that between its steps Neovim is as idle as under a user's hands.
local main

--- Waits for something to come true; only a server that hangs lets the time pass.
local function wait(what, condition)
  local deadline = vim.loop.now() + 60000
  while not condition() do
    if vim.loop.now() > deadline then
      check("waited for " .. what, false, true)
      return
    end
    vim.defer_fn(function()
      coroutine.resume(main)
    end, 5)
    coroutine.yield()
  end
end

--- Types keys as a user does.
local function type_keys(keys)
  vim.api.nvim_input(keys)
end

local buffer

local function open(name, text)
  vim.fn.writefile(vim.split(text, "\n"), name)
  vim.cmd("edit! " .. name)
  buffer = vim.api.nvim_get_current_buf()
  wait("the server", function()
    local client = require("regn").client(buffer)
    return client and client.initialized
  end)
end

local function lines(of)
  return vim.api.nvim_buf_get_lines(of or buffer, 0, -1, false)
end

--- Puts the cursor on the first letter of a text, or so many letters behind.
local function go(text, behind)
  for number, line in ipairs(lines()) do
    local start = line:find(text, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { number, start - 1 + (behind or 0) })
      return
    end
  end
  error("not there: " .. text)
end

local function diagnostics(count)
  wait("diagnostics", function()
    return #vim.diagnostic.get(buffer) == count
  end)
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, ("%s %d:%d-%d:%d"):format(one.code or "?", one.lnum, one.col, one.end_lnum, one.end_col))
  end
  return found
end

--- Writes the last line anew, asks for completions and gives the words offered. The menu is left open.
local function offer(line)
  vim.api.nvim_buf_set_lines(buffer, -2, -1, false, { "" })
  vim.api.nvim_win_set_cursor(0, { #lines(), 0 })
  type_keys("A" .. line:gsub("<", "<lt>") .. "<C-x><C-o>")
  wait("completions of " .. line, function()
    return vim.fn.pumvisible() == 1 or lines()[#lines()] ~= line and #lines()[#lines()] > #line
  end)
  local words = {}
  for _, item in ipairs(vim.fn.complete_info({ "items" }).items) do
    table.insert(words, item.word)
  end
  return words
end

--- Takes the offer that stands first, and leaves the insert mode; gives the line.
local function accept()
  type_keys("<C-y><Esc>")
  wait("the end of typing", function()
    return vim.api.nvim_get_mode().mode == "n"
  end)
  return lines()[#lines()]
end

local function result()
  local shown = vim.fn.bufnr("^regn://result$")
  return shown >= 0 and lines(shown) or {}
end

local function all()
  -- Colours, and what the file's name sets.
  open("colours.kql", table.concat({
    "// a comment",
    'costs | where year == 2024 and municipality has "Ribe"',
    "| summarize sum(amount) by region",
    "| project-away region",
  }, "\n"))
  check("the file's type", vim.bo.filetype, "kusto")
  check("comments", vim.bo.commentstring, "// %s")
  local function colour(text)
    go(text)
    local place = vim.api.nvim_win_get_cursor(0)
    return vim.fn.synIDattr(vim.fn.synID(place[1], place[2] + 1, 1), "name")
  end
  check("colour of a comment", colour("a comment"), "kustoComment")
  check("colour of an operator", colour("where"), "kustoOperator")
  check("colour of an operator with a hyphen", colour("project-away"), "kustoOperator")
  check("colour of a word", colour("has"), "kustoWord")
  check("colour of a clause", colour("by"), "kustoKeyword")
  check("colour of a number", colour("2024"), "kustoNumber")
  check("colour of a text", colour("Ribe"), "kustoString")
  check("colour of a function", colour("sum(a"), "kustoFunction")
  check("colour of a column", colour("amount"), "")

  for name in os.getenv("OPERATORS"):gmatch("%S+") do
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, { "T | " .. name .. " x" })
    if colour(name) == "" then
      -- Those that begin a query with a bracket are known by it.
      vim.api.nvim_buf_set_lines(buffer, 0, -1, false, { name .. " (x: long)" })
    end
    check("colour of " .. name, colour(name), "kustoOperator")
  end

  -- Mistakes, and a fix. Columns count UTF-16 on the wire and bytes in Neovim: 🌧 and ø differ in both.
  open("fix.kql", 'costs | where municipality == "🌧ø" | summarize sum(amount) by municpality')
  local found = diagnostics(2)
  table.sort(found)
  check("mistakes", found, { "RG0204 0:66-0:77", "RG0420 0:30-0:38" })
  go("municpality")
  local choices
  vim.ui.select = function(items, _, choose)
    choices = items
    choose(items[1], 1)
  end
  vim.lsp.buf.code_action({ context = { only = { "quickfix" } } })
  wait("the fix", function()
    return choices ~= nil and not lines()[1]:find("municpality")
  end)
  check("the fixed line", lines(), {
    'costs | where municipality == "🌧ø" | summarize sum(amount) by municipality',
  })
  check("what is left", diagnostics(1), { "RG0420 0:30-0:38" })

  -- Completion: a column, and a value that occurs in the data.
  open("complete.kql", "costs")
  local words = offer("costs | where munic")
  check("a column is offered", words, { "municipality" })
  check("a column is taken", accept(), "costs | where municipality")
  words = offer('costs | where municipality == "Aarh')
  check("a value is offered", words, { '"Aarhus"' })
  check("a value is taken", accept(), 'costs | where municipality == "Aarhus"')

  -- Hover
  open("hover.kql", "costs | summarize percentile(amount, 50)")
  go("percentile")
  vim.lsp.buf.hover()
  local function floating()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        return window
      end
    end
  end
  wait("the hover", floating)
  local window = floating()
  local hover = window and table.concat(lines(vim.api.nvim_win_get_buf(window)), "\n") or ""
  check("the hover tells of percentile", hover:find("percentile(", 1, true) ~= nil, true)
  if window then
    vim.api.nvim_win_close(window, true)
  end

  -- Renaming
  open("rename.kql", "let part = costs | where year == 2024;\npart | count;\npart | take 1")
  go("part |")
  vim.lsp.buf.rename("lately")
  wait("the new name", function()
    return lines()[1]:find("lately") ~= nil
  end)
  check("renamed", lines(), {
    "let lately = costs | where year == 2024;", "lately | count;", "lately | take 1",
  })

  -- Where a name is defined
  vim.api.nvim_win_set_cursor(0, { 3, 1 })
  vim.lsp.buf.definition()
  wait("the definition", function()
    return vim.api.nvim_win_get_cursor(0)[1] == 1
  end)
  check("the definition's place", vim.api.nvim_win_get_cursor(0), { 1, 4 })

  -- Layout
  open("layout.kql", "costs|where year==2024|take 3")
  vim.lsp.buf.formatting_sync(nil, 60000)
  check("laid out", lines(), { "costs", "| where year == 2024", "| take 3" })

  -- Running: the statement at the cursor, with the definitions before it
  open("run.kql", "let few = costs | where year == 2024 and municipality == 'Aarhus';\ncosts | count;\nfew | distinct municipality, year")
  vim.api.nvim_win_set_cursor(0, { 3, 5 })
  vim.cmd("RegnRun")
  wait("the result", function()
    return #result() > 0
  end)
  local shown = result()
  check("the result's head", shown[1]:gsub("%s+", ""), "|municipality|year|")
  check("the result's row", shown[3] and shown[3]:gsub("%s+", ""), "|Aarhus|2024|")
  check("the cursor stays with the script", vim.api.nvim_get_current_buf(), buffer)

  -- A lens
  wait("the lenses", function()
    vim.lsp.codelens.refresh()
    return #vim.lsp.codelens.get(buffer) > 0
  end)
  local lens
  for _, one in ipairs(vim.lsp.codelens.get(buffer)) do
    if one.command.command == "regn.explain" and one.range.start.line == 2 then
      lens = one
    end
  end
  check("the lens above the last query", lens and lens.command.title, "Explain")
  local client = require("regn").client(buffer)
  vim.lsp.commands["regn.explain"](lens.command, { bufnr = buffer, client_id = client.id })
  wait("the plan", function()
    return (result()[1] or ""):find("text", 1, true) ~= nil
  end)
  check("the plan reads costs", table.concat(result(), "\n"):find("costs", 1, true) ~= nil, true)

  -- The result in the query's place
  open("insert.kql", "let twelve = 12;\nprint month = twelve")
  vim.api.nvim_win_set_cursor(0, { 2, 0 })
  vim.cmd("RegnInsert")
  wait("the result in the text", function()
    return lines()[2]:find("print") == nil
  end)
  check("the result in the text", lines(), {
    "let twelve = 12;", "datatable(month: long) [", "    12,", "]",
  })

  -- A table that the settings name; its path counts from the folder.
  open("settings.kql", "ledger | summarize sum(kr)")
  vim.cmd("RegnRun")
  wait("the ledger", function()
    return (result()[1] or ""):find("sum_kr") ~= nil
  end)
  check("the ledger's sum", result()[3], "| 42 |")

  -- What cannot be run is told.
  local told
  vim.notify = function(text)
    told = text
  end
  open("wrong.kql", "costs | take 1 | wher x")
  vim.cmd("RegnRun")
  wait("the refusal", function()
    return told ~= nil
  end)
  check("the refusal", told and told:find("wher", 1, true) ~= nil, true)

  -- One server serves them all, and leaves when it is told to.
  check("servers", #vim.lsp.get_active_clients(), 1)
  vim.lsp.stop_client(vim.lsp.get_active_clients())
  wait("the end", function()
    return #vim.lsp.get_active_clients() == 0
  end)
end

vim.o.showmode = false
vim.fn.writefile({ "kr", "40", "2" }, "ledger.csv")
require("regn").setup({
  command = { os.getenv("REGN"), "lsp" },
  settings = { tables = { ledger = "ledger.csv" } },
})
main = coroutine.create(function()
  local is_well, why = xpcall(all, debug.traceback)
  if not is_well then
    io.stderr:write("neovim: " .. why .. "\n")
    failures = failures + 1
  end
  io.stdout:write(("neovim: %d checks, %d failed\n"):format(checks, failures))
  vim.cmd(failures == 0 and "qall!" or "cquit")
end)
vim.schedule(function()
  coroutine.resume(main)
end)
