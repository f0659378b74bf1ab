---@brief
---
--- The language server for agent definition files: Markdown with YAML front matter that defines an
--- AI agent, such as `.claude/agents/backend.md`.
---
--- It attaches to agent files only. In all other Markdown it does not even start.

--- Where agent tools look. `tests/editor_files.rs` writes both lists, from the facts about the tools.
local PLACES = {
  -- places: begin
  '**/*.agent.md',
  '**/*.chatmode.md',
  '**/.agents/agents/*.md',
  '**/.augment/agents/*.md',
  '**/.claude/agents/**/*.md',
  '**/.claude/plugins/**/agents/**/*.md',
  '**/.codex/agents/*.md',
  '**/.config/goose/agents/*.md',
  '**/.config/kilo/agents/*.md',
  '**/.config/opencode/agent/**/*.md',
  '**/.config/opencode/agents/**/*.md',
  '**/.copilot/agents/*.md',
  '**/.cursor/agents/*.md',
  '**/.devin/agents/*/AGENT.md',
  '**/.factory/droids/*.md',
  '**/.gemini/agents/[!_]*.md',
  '**/.gemini/extensions/*/agents/*.md',
  '**/.github/agents/*.md',
  '**/.github/chatmodes/*.md',
  '**/.goose/agents/*.md',
  '**/.iflow/agents/*.md',
  '**/.junie/agents/*.md',
  '**/.kilo/agents/*.md',
  '**/.kiro/agents/*.md',
  '**/.opencode/agent/**/*.md',
  '**/.opencode/agents/**/*.md',
  '**/.opencode/mode/*.md',
  '**/.opencode/modes/*.md',
  '**/.qwen/agents/*.md',
  '**/.qwen/extensions/*/agents/*.md',
  '**/plugins/*/agents/**/*.md',
  -- places: end
}

--- Folders of a plugin, which its manifest makes one.
local PLUGINS = {
  -- manifests: begin
  { manifest = '.claude-plugin/plugin.json', below = 'agents/**/*.md' },
  { manifest = '.cursor-plugin/plugin.json', below = 'agents/*.md' },
  { manifest = 'gemini-extension.json', below = 'agents/*.md' },
  { manifest = 'qwen-extension.json', below = 'agents/*.md' },
  -- manifests: end
}

local compiled = {}

---@param glob string
---@param path string
---@return boolean
local function fits(glob, path)
  compiled[glob] = compiled[glob] or vim.glob.to_lpeg(glob)
  return compiled[glob]:match(path) ~= nil
end

--- Whether an agent tool reads the file, and the folder that the tool's own folder is in.
---@param path string absolute, with `/` between folders
---@return boolean
---@return string?
local function agent_file(path)
  if not vim.endswith(path, '.md') then
    return false
  end
  for _, glob in ipairs(PLACES) do
    if fits(glob, path) then
      local folder = glob:match('^%*%*(/[^*%[]+/)')
      local first = folder and path:find(folder, 1, true)
      local plugins = path:match('^(.*)/plugins/[^/]+/agents/')
      return true, first and glob:sub(1, 4) == '**/.' and path:sub(1, first - 1) or plugins
    end
  end
  for parent in vim.fs.parents(path) do
    local below = path:sub(#parent + (vim.endswith(parent, '/') and 1 or 2))
    for _, plugin in ipairs(PLUGINS) do
      if fits(plugin.below, below) and vim.uv.fs_stat(vim.fs.joinpath(parent, plugin.manifest)) then
        return true, parent
      end
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
