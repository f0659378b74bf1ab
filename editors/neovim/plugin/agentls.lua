if vim.g.loaded_agentls then
  return
end
vim.g.loaded_agentls = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify_once('agentls needs Neovim 0.11 or newer.', vim.log.levels.WARN)
  return
end

vim.lsp.enable('agentls')
