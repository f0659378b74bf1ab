---@brief
---
--- The language server for agent definition files: Markdown with YAML front matter that defines an
--- AI agent, such as `.claude/agents/backend.md`.
---
--- It attaches to agent files only. In all other Markdown it does not even start.

--- Folders that agent tools read, and how deep: `**` for a folder with all below it.
local FOLDERS = {
  '.agents/agents',
  '.augment/agents',
  '.claude/agents/**',
  '.cursor/agents/**',
  '.devin/agents/**',
  '.factory/droids',
  '.gemini/agents',
  '.github/agents',
  '.github/chatmodes',
  '.goose/agents',
  '.iflow/agents',
  '.junie/agents',
  '.kilo/agents',
  '.kiro/agents',
  '.opencode/agent/**',
  '.opencode/agents/**',
  '.qwen/agents',
}

--- Endings by which a file is an agent wherever it lies.
local ENDINGS = { '.agent.md', '.chatmode.md' }

--- Whether an agent tool reads the file, and the folder that the tool's own folder is in.
---@param path string absolute, with `/` between folders
---@return boolean
---@return string?
local function agent_file(path)
  if not vim.endswith(path, '.md') then
    return false
  end
  for _, folder in ipairs(FOLDERS) do
    local plain, deep = folder:gsub('/%*%*$', '')
    local first, last = path:find('/' .. plain .. '/', 1, true)
    if first and (deep > 0 or not path:find('/', last + 1, true)) then
      return true, path:sub(1, first - 1)
    end
  end
  local plugins = path:find('/plugins/[^/]+/agents/')
  if plugins then
    return true, path:sub(1, plugins - 1)
  end
  for _, ending in ipairs(ENDINGS) do
    if vim.endswith(path, ending) then
      return true
    end
  end
  return false
end

--- Whether `folder` holds more than one project: the home folder, or one above it.
---@param folder string
---@return boolean
local function holds_projects(folder)
  local home = vim.fs.normalize(vim.uv.os_homedir() or '~')
  return vim.startswith(home .. '/', (folder:gsub('/$', '')) .. '/')
end

---@type vim.lsp.Config
return {
  cmd = { 'agentls', 'server' },
  -- What plugins make of `.md`, beside Neovim's own `markdown`.
  filetypes = { 'markdown', 'markdown.mdx', 'pandoc', 'quarto', 'rmd', 'telekasten', 'vimwiki' },
  get_language_id = function()
    return 'markdown'
  end,
  -- The server is started, and attached, only where `on_dir` is called.
  root_dir = function(bufnr, on_dir)
    local name = vim.api.nvim_buf_get_name(bufnr)
    if name == '' or vim.bo[bufnr].buftype ~= '' then
      return
    end
    local path = vim.fs.normalize(vim.fs.abspath(name))
    local is_agent, holder = agent_file(path)
    if not is_agent then
      return
    end
    local root = vim.fs.root(path, '.git') or holder
    -- A user's own agents belong to no project: without a root they are served as single files.
    on_dir(root and not holds_projects(root) and root or nil)
  end,
}
