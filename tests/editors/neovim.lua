-- Drives a real Neovim, with the plugin and the real server: keys are typed, not simulated.
--
--   nvim --clean -l neovim.lua PLUGIN WORKSPACE
--
-- This Neovim starts another one and types into it. `agentls` has to be on the PATH.

local plugin, workspace = arg[1], arg[2]
local patience = tonumber(vim.env.AGENTLS_PATIENCE or '30') * 1000
local agent = workspace .. '/.claude/agents/courier.md'

-- So wide that no message needs an Enter to go away: the editor would wait for it for ever.
local editor = vim.fn.jobstart({
  vim.v.progpath, '--clean', '--embed', '--headless', '-n', '-i', 'NONE',
  '--cmd', 'set runtimepath^=' .. plugin .. ' columns=240 lines=50',
}, { rpc = true, cwd = workspace })

local function stop(status)
  vim.fn.jobstop(editor)
  os.exit(status)
end

local function fail(what, seen)
  io.stderr:write('not ok: ', what, seen ~= nil and '\n  seen: ' .. vim.inspect(seen) or '', '\n')
  stop(1)
end

local function ok(what)
  io.stdout:write('ok: ', what, '\n')
end

--- Runs Lua in the editor. A request that waits for a key is answered late, not never.
local function lua(code, ...)
  local done, answer = pcall(vim.rpcrequest, editor, 'nvim_exec_lua', code, { ... })
  if not done then
    fail('the editor has failed: ' .. tostring(answer))
  end
  return answer
end

local function open(path)
  lua('vim.cmd.edit(vim.fn.fnameescape(...))', path)
end

local function type_keys(keys)
  vim.rpcrequest(editor, 'nvim_input', keys)
end

--- Waits until the Lua code gives something; the last thing that it gave where it does not.
local function wait_for(what, code, ...)
  local args, seen = { ... }, nil
  local found = vim.wait(patience, function()
    seen = lua(code, unpack(args))
    return seen ~= nil and seen ~= vim.NIL and seen ~= false
  end, 15)
  if not found then
    fail(what, lua('return vim.api.nvim_buf_get_lines(0, 0, 12, false)'))
  end
  return seen
end

local function expect(what, seen, wanted)
  if not vim.deep_equal(seen, wanted) then
    fail(what .. '\n  wanted: ' .. vim.inspect(wanted), seen)
  end
  ok(what)
end

local function bytes_of(path)
  local file = assert(io.open(path, 'rb'))
  local bytes = file:read('*a')
  file:close()
  return bytes
end

-- What is asked of the editor more than once.
local CLIENT = "return vim.lsp.get_clients({ bufnr = 0, name = 'agentls' })[1] ~= nil "
  .. "and vim.lsp.get_clients({ bufnr = 0 })[1].initialized"
local MARKED = [[
  local marked = {}
  for _, found in ipairs(vim.diagnostic.get(0)) do
    local text = vim.api.nvim_buf_get_text(0, found.lnum, found.col, found.end_lnum, found.end_col, {})
    marked[found.code] = table.concat(text, '\n')
  end
  return not vim.tbl_isempty(marked) and marked
]]
local OFFERED = [[
  if vim.fn.pumvisible() == 0 then return false end
  for _, item in ipairs(vim.fn.complete_info({ 'items' }).items) do
    if item.word == ... then return true end
  end
  return false
]]
local LINE = 'return vim.api.nvim_get_current_line()'

local begin = vim.uv.hrtime()
lua("return vim.lsp.enable ~= nil or error('too old')")
ok('Neovim ' .. lua('return tostring(vim.version())'))

-- Other Markdown: nothing starts.
local function leaves_alone(path, text)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  if text then
    vim.fn.writefile(vim.split(text, '\n'), path)
  end
  open(path)
  lua('vim.wait(100)')
  expect('leaves alone ' .. path:sub(#workspace + 2), lua([[return { vim.bo.filetype, #vim.lsp.get_clients() }]]), { 'markdown', 0 })
end
leaves_alone(workspace .. '/README.md')
leaves_alone(workspace .. '/.claude/commands/deploy.md', '# Deploy')
leaves_alone(workspace .. '/agents/notes.md', '# Notes')
leaves_alone(workspace .. '/.github/agents/team/notes.md', '# Too deep')

-- Which files are claimed, and with which root.
local ROOT = [[
  local path, home = ...
  local os_homedir = vim.uv.os_homedir
  vim.uv.os_homedir = function() return home end
  local buffer, called, root = vim.fn.bufadd(path), false, nil
  vim.lsp.config.agentls.root_dir(buffer, function(dir) called, root = true, dir end)
  vim.uv.os_homedir = os_homedir
  vim.cmd.bwipeout(buffer)
  return called and (root or 'none') or 'not claimed'
]]
for path, root in pairs({
  ['/srv/shop/.claude/agents/backend.md'] = '/srv/shop',
  ['/srv/shop/.claude/agents/team/backend.md'] = '/srv/shop',
  ['/srv/shop/.opencode/agent/backend.md'] = '/srv/shop',
  ['/srv/shop/.factory/droids/backend.md'] = '/srv/shop',
  ['/srv/shop/.factory/droids/team/backend.md'] = 'not claimed',
  ['/srv/shop/docs/review.agent.md'] = 'none',
  ['/srv/shop/review.chatmode.md'] = 'none',
  ['/srv/shop/.claude/agents/backend.txt'] = 'not claimed',
  ['/srv/shop/claude/agents/backend.md'] = 'not claimed',
  ['/home/ada/.claude/agents/backend.md'] = 'none',
  ['/home/ada/shop/.claude/agents/backend.md'] = '/home/ada/shop',
}) do
  local seen = lua(ROOT, path, '/home/ada')
  if seen ~= root then
    fail(('%s has the root %s'):format(path, root), seen)
  end
end
ok('agent files are told by their paths')

-- The agent.
open(agent)
wait_for('attaches to an agent file', CLIENT)
ok('attaches to an agent file')
expect('its root is the project', vim.uv.fs_realpath(lua("return vim.lsp.get_clients()[1].root_dir")), vim.uv.fs_realpath(workspace))
lua([[
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  vim.lsp.completion.enable(true, client.id, 0, { autotrigger = true })
  vim.o.completeopt = 'menuone,noselect'
]])

wait_for('diagnostics', MARKED)
expect('what is wrong is marked, on the exact words', lua(MARKED), {
  ['cut-text'] = ' # service.',
  ['unknown-tool'] = 'Grpe',
  ['unknown-key'] = 'colour',
  ['no-output-format'] = 'Courier (the one who delivers)',
})

-- Completion while typing.
type_keys('/^tools<CR>A, ')
wait_for('offers the tool Glob', OFFERED, 'Glob')
type_keys('Glo')
wait_for('has taken the keys', LINE .. ":find('Glo')")
type_keys('<C-n><C-y>')
wait_for('takes the tool', LINE .. " == 'tools: Read, Write, Grpe, Glob'")
type_keys('<Esc>')
ok('completes a tool while typing')

type_keys('/^model<CR>f:C: ')
wait_for('offers the model opus', OFFERED, 'opus')
type_keys('op')
wait_for('has taken the keys', LINE .. ":find('op')")
type_keys('<C-n><C-y>')
wait_for('takes the model', LINE .. " == 'model: opus'")
type_keys('<Esc>')
ok('completes a model while typing')

-- A field of expertise.
type_keys('/JWT<CR>lK')
local float = wait_for('explains a field of expertise', [[
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
]])
if not (float:find('JSON Web Token', 1, true) and float:find('SECURITY', 1, true)) then
  fail('the float is about the field', float)
end
ok('explains a field of expertise: ' .. float:match('[^\n]*'))
lua([[
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then vim.api.nvim_win_close(window, true) end
  end
]])

-- The output format.
local before = lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
lua([[
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action) return action.isPreferred and vim.startswith(action.title, 'Insert output format') end,
  })
]])
wait_for('inserts an output format', "return vim.fn.search('^## .*Output Format', 'nw') > 0")
local after = lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
local heading = lua("return vim.fn.search('^## .*Output Format', 'nw')")
local added = #after - #before
local without = vim.list_extend(vim.list_slice(after, 1, heading - 1), vim.list_slice(after, heading + added))
expect('nothing else has changed', without, before)
ok(('inserts an output format of %d lines: %s'):format(added, after[heading]))

-- What is on disk.
type_keys('<Esc>:write<CR>')
wait_for('is written', 'return not vim.bo.modified')
expect('the file has these very bytes', bytes_of(agent), table.concat(after, '\n') .. '\n')
wait_for('the output format is no longer missed', [[
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.code == 'no-output-format' then return false end
  end
  return true
]])
expect('the output format is no longer missed', lua(MARKED), {
  ['cut-text'] = ' # service.',
  ['unknown-tool'] = 'Grpe',
  ['unknown-key'] = 'colour',
})

-- Mending.
type_keys('/^colour<CR>')
lua("vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == 'Rename to color' end })")
wait_for('mends a key', "return vim.fn.search('^color: blue$', 'nw') > 0")
wait_for('the mended key is no longer marked', [[
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.code == 'unknown-key' then return false end
  end
  return true
]])
ok('mends a key')
type_keys(':write<CR>')
wait_for('is written', 'return not vim.bo.modified')

-- Health.
lua("vim.cmd('checkhealth agentls')")
local health = wait_for('health', [[
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  return text:find('sessions') and text
]])
if health:find('ERROR') or health:find('WARN') or not health:find('courier.md', 1, true) then
  fail('checkhealth is content', health)
end
ok('checkhealth is content')
lua("vim.cmd('bwipeout')")

-- A buffer without a name is nobody's agent until it has a place; one that has a place needs no file.
lua('vim.cmd.enew()')
type_keys('i---<CR>name: porter<CR>description: Carries. Use for what is heavy.<CR>colour: blue<CR>---<CR>Carry.<Esc>')
wait_for('has taken the keys', "return vim.fn.getline('$') == 'Carry.'")
expect('leaves alone a buffer without a name', lua('return { vim.api.nvim_buf_get_name(0), #vim.lsp.get_clients({ bufnr = 0 }) }'), { '', 0 })
lua('vim.cmd.saveas(vim.fn.fnameescape(...))', workspace .. '/.claude/agents/porter.md')
wait_for('attaches once it is saved as an agent', CLIENT)
wait_for('diagnostics', MARKED)
expect('what is wrong is marked there', lua(MARKED)['unknown-key'], 'colour')
open(workspace .. '/.claude/agents/runner.md')
wait_for('attaches before there is a file', CLIENT)
type_keys('i---<CR>name: runner<CR>description: Runs. Use for what is far away.<CR>colour: red<CR>---<CR>Run.<Esc>')
wait_for('marks what no file holds', "local marked = (function() " .. MARKED .. " end)()\nreturn marked and marked['unknown-key'] == 'colour'")
expect('nothing is on disk', vim.uv.fs_stat(workspace .. '/.claude/agents/runner.md'), nil)
lua('vim.cmd("bwipeout!")')
vim.uv.fs_unlink(workspace .. '/.claude/agents/porter.md')

-- Another name, in all files.
local other = workspace .. '/.claude/agents/dispatcher.md'
vim.uv.fs_copyfile(vim.fs.dirname(vim.fs.normalize(arg[0])) .. '/sample/dispatcher.md', other)
open(other)
wait_for('attaches to the other file', CLIENT)
open(agent)
lua('vim.api.nvim_win_set_cursor(0, { 2, 8 })')
wait_for('renames in both files', [[
  if not vim.g.renamed then
    vim.g.renamed = true
    vim.lsp.buf.rename('carrier')
  end
  return vim.fn.getline(2) == 'name: carrier'
]])
type_keys('<Esc>:wall<CR>')
wait_for('both files are written', [[
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.bo[buffer].modified then return false end
  end
  return true
]])
expect('the file has the new name', bytes_of(agent):match('\nname: ([^\n]*)'), 'carrier')
expect('so has the one that names it', bytes_of(other):match('\nDelegate deliveries to the `([^`]*)` agent'), 'carrier')

-- The server dies: the editor works on, and `:edit` brings it back.
local SERVERS = [[
  local servers = {}
  for _, child in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do
    local process = vim.api.nvim_get_proc(child)
    if process and process.name == 'agentls' then table.insert(servers, child) end
  end
  return servers
]]
open(agent)
local servers = lua(SERVERS)
expect('one server serves all', #servers, 1)
vim.uv.kill(servers[1], 'sigkill')
wait_for('notices the death', 'return #vim.lsp.get_clients() == 0')
type_keys('Go- one more<Esc>:write<CR>')
wait_for('is written without a server', "return not vim.bo.modified and vim.api.nvim_get_mode().mode == 'n'")
if not vim.endswith(bytes_of(agent), '\n- one more\n') then
  fail('the last line is on disk', bytes_of(agent):sub(-40))
end
ok('without its server the editor works on')
type_keys(':edit<CR>')
wait_for('is served again', CLIENT)
wait_for('is marked again', MARKED)
ok('`:edit` starts the server again')

-- Nothing stays behind.
servers = lua(SERVERS)
expect('one server serves all', #servers, 1)
pcall(vim.rpcnotify, editor, 'nvim_command', 'qall!')
local status = vim.fn.jobwait({ editor }, patience)[1]
expect('ends with status 0', status, 0)
if not vim.wait(patience, function() return vim.api.nvim_get_proc(servers[1]) == nil end, 15) then
  fail('the server ends with the editor')
end
ok('the server ends with the editor')
ok(('%.1f s'):format((vim.uv.hrtime() - begin) / 1e9))
os.exit(0)
