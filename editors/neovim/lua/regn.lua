-- Regn in Neovim: starts `regn lsp` for KQL scripts, and shows the results of queries in a split.
-- Works from Neovim 0.7 on, which has no vim.lsp.start yet.

local M = {}

local options = {
  -- The program, with the options of the command line: { "regn", "lsp", "--data", "figures" }.
  command = { "regn", "lsp" },
  -- What stands under `regn` in the settings: { tables = { ledger = "ledger.csv" }, maxRows = 50 }.
  settings = {},
}

-- The clients that were started, by the folder that they work in.
local clients = {}

local function tell(text, level)
  vim.notify("regn: " .. text, level or vim.log.levels.INFO)
end

--- Changes the options above; wanted before the first script is opened, and only then.
function M.setup(changes)
  options = vim.tbl_deep_extend("force", options, changes or {})
end

--- The folder from which the settings' paths count: the repository that holds the file, else its own folder.
local function root_of(buffer)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ":p:h")
  local repository = vim.fn.finddir(".git", vim.fn.escape(folder, " ,;*?[{") .. ";")
  if repository == "" then
    return folder
  end
  return vim.fn.fnamemodify(repository, ":p:h:h")
end

--- The client that serves a buffer, or nil.
function M.client(buffer)
  for _, client in pairs(vim.lsp.get_active_clients()) do
    if client.name == "regn" and vim.lsp.buf_is_attached(buffer, client.id) then
      return client
    end
  end
end

local function refresh_lenses(buffer)
  if vim.api.nvim_get_current_buf() == buffer and M.client(buffer) then
    vim.lsp.codelens.refresh()
  end
end

local function on_attach(_, buffer)
  vim.bo[buffer].omnifunc = "v:lua.vim.lsp.omnifunc"
  vim.bo[buffer].formatexpr = "v:lua.vim.lsp.formatexpr()"
  vim.bo[buffer].tagfunc = "v:lua.vim.lsp.tagfunc"
  for name, run in pairs({ RegnRun = M.run, RegnExplain = M.explain, RegnInsert = M.insert }) do
    vim.api.nvim_buf_create_user_command(buffer, name, run, { force = true })
  end
  local group = vim.api.nvim_create_augroup("regn_lenses_" .. buffer, {})
  vim.api.nvim_create_autocmd({ "BufEnter", "CursorHold", "InsertLeave" }, {
    group = group,
    buffer = buffer,
    callback = function()
      refresh_lenses(buffer)
    end,
  })
  refresh_lenses(buffer)
end

--- Starts the server for a buffer, or lets the one that serves its folder already serve it too.
function M.start(buffer)
  if vim.fn.executable(options.command[1]) == 0 then
    tell("the program `" .. options.command[1] .. "` is not in PATH", vim.log.levels.WARN)
    return
  end
  local root = root_of(buffer)
  local config = {
    name = "regn",
    cmd = options.command,
    root_dir = root,
    settings = { regn = options.settings },
    init_options = { regn = options.settings },
    on_attach = on_attach,
    on_exit = function()
      clients[root] = nil
    end,
  }
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  clients[root] = clients[root] or vim.lsp.start_client(config)
  if clients[root] then
    vim.lsp.buf_attach_client(buffer, clients[root])
  end
end

-- Results ----------------------------------------------------------------------------------------------------

local result_name = "regn://result"

--- Shows lines in the split for results, which is opened when it is not there; the cursor stays where it is.
local function show(text)
  local buffer = vim.fn.bufnr("^" .. result_name .. "$")
  if buffer < 0 then
    buffer = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buffer, result_name)
    vim.bo[buffer].filetype = "markdown"
  end
  local lines = vim.split(text, "\n", { plain = true, trimempty = true })
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  if vim.fn.bufwinid(buffer) >= 0 then
    return
  end
  local height = math.max(3, math.min(#lines, math.floor(vim.o.lines / 3)))
  local before = vim.api.nvim_get_current_win()
  vim.cmd("botright " .. height .. "split")
  vim.api.nvim_win_set_buf(0, buffer)
  vim.wo.wrap = false
  vim.api.nvim_set_current_win(before)
end

--- Sends a command to the server; `done` gets its answer.
local function execute(name, argument, buffer, done)
  local client = M.client(buffer)
  if not client then
    tell("no server serves this buffer", vim.log.levels.WARN)
    return
  end
  local function answered(failure, answer)
    if failure then
      tell(failure.message, vim.log.levels.ERROR)
    elseif done and answer then
      done(answer)
    end
  end
  local params = { command = name, arguments = { argument } }
  if vim.fn.has("nvim-0.11") == 1 then
    client:request("workspace/executeCommand", params, answered, buffer)
  else
    client.request("workspace/executeCommand", params, answered, buffer)
  end
end

local function show_answer(answer)
  show(answer.markdown)
end

local function copy_answer(answer)
  vim.fn.setreg('"', answer.markdown)
  pcall(vim.fn.setreg, "+", answer.markdown)
  tell("the result is in the register")
end

--- The statement at the cursor, as the server's commands take it.
local function here()
  local client = M.client(vim.api.nvim_get_current_buf())
  return {
    uri = vim.uri_from_bufnr(0),
    position = vim.lsp.util.make_position_params(0, client and client.offset_encoding).position,
    show = false,
  }
end

--- Runs the statement at the cursor and shows its result.
function M.run()
  execute("regn.run", here(), vim.api.nvim_get_current_buf(), show_answer)
end

--- Shows how the statement at the cursor would run.
function M.explain()
  execute("regn.explain", here(), vim.api.nvim_get_current_buf(), show_answer)
end

--- Runs the statement at the cursor and puts a `datatable` of its result in its place.
function M.insert()
  execute("regn.insertResult", here(), vim.api.nvim_get_current_buf())
end

-- The lenses' commands, which vim.lsp.codelens.run and code actions look up here.
for name, done in pairs({
  ["regn.run"] = show_answer,
  ["regn.explain"] = show_answer,
  ["regn.copyAsMarkdown"] = copy_answer,
}) do
  vim.lsp.commands[name] = function(command, context)
    local argument = vim.tbl_extend("force", command.arguments[1], { show = false })
    execute(name, argument, context.bufnr, done)
  end
end

return M
