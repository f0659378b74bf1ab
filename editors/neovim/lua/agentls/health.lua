--- `:checkhealth agentls`
local M = {}

local INSTALL = 'Build it with `cargo install --path .` in a checkout of agentls, or set its path: '
  .. "vim.lsp.config('agentls', { cmd = { '/path/to/agentls', 'server' } })"

--- What the server says its version is.
---@param command string
---@return string? version
---@return string? fault
local function version_of(command)
  local ran, answer = pcall(function()
    return vim.system({ command, '--version' }, { text = true, timeout = 5000 }):wait()
  end)
  if not ran then
    return nil, tostring(answer)
  end
  if answer.code ~= 0 then
    return nil, ('`%s --version` ended with status %d'):format(command, answer.code)
  end
  return vim.trim(answer.stdout)
end

local function check_server(config)
  vim.health.start('agentls: the server')
  local command = type(config.cmd) == 'table' and config.cmd[1]
  if not command then
    vim.health.info('Started by a function of your configuration')
    return
  end
  if vim.fn.executable(command) == 0 then
    vim.health.error(('`%s` is not on the PATH of Neovim'):format(command), { INSTALL })
    return
  end
  local version, fault = version_of(command)
  if not version then
    vim.health.error(fault or 'does not start', { INSTALL })
    return
  end
  vim.health.ok(('%s (%s)'):format(version, vim.fn.exepath(command)))
end

local function check_sessions()
  vim.health.start('agentls: sessions')
  local clients = vim.lsp.get_clients({ name = 'agentls' })
  if #clients == 0 then
    vim.health.info('None runs: open an agent file, such as .claude/agents/backend.md')
    return
  end
  for _, client in ipairs(clients) do
    local files = {}
    for buffer in pairs(client.attached_buffers) do
      table.insert(files, vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.'))
    end
    table.sort(files)
    vim.health.ok(
      ('%s: %s'):format(client.root_dir or 'single files', #files > 0 and table.concat(files, ', ') or 'no file open')
    )
  end
end

function M.check()
  vim.health.start('agentls: Neovim')
  if vim.fn.has('nvim-0.11') == 0 then
    vim.health.error('Neovim 0.11 or newer is needed')
    return
  end
  vim.health.ok('Neovim ' .. tostring(vim.version()))
  local config = vim.lsp.config.agentls
  if not config then
    vim.health.error('There is no configuration called agentls', {
      'Copy lsp/agentls.lua to the lsp folder of your configuration, or install the plugin.',
    })
    return
  end
  -- Neovim 0.11 does not tell.
  if vim.lsp.is_enabled and not vim.lsp.is_enabled('agentls') then
    vim.health.warn('It is not enabled', { "Call vim.lsp.enable('agentls')" })
  end
  check_server(config)
  check_sessions()
end

return M
