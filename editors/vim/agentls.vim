" agentls for Vim, by ALE: what AI agent tools will do with your agent files.
" Source this behind ALE, or put it into ~/.vim/plugin. Needs `agentls` on the PATH.

" Where agent tools look. tests/editor_files.rs writes this, from the facts about the tools.
let s:places = [
      "\ places: begin
      \ '/[^/]*\.agent\.md$',
      \ '/[^/]*\.chatmode\.md$',
      \ '/\.agents/agents/[^/]*\.md$',
      \ '/\.augment/agents/[^/]*\.md$',
      \ '/\.claude/agents/\%([^/]*/\)*[^/]*\.md$',
      \ '/\.claude/plugins/\%([^/]*/\)*agents/\%([^/]*/\)*[^/]*\.md$',
      \ '/\.codex/agents/[^/]*\.md$',
      \ '/\.config/goose/agents/[^/]*\.md$',
      \ '/\.config/kilo/agents/[^/]*\.md$',
      \ '/\.config/opencode/agent/\%([^/]*/\)*[^/]*\.md$',
      \ '/\.config/opencode/agents/\%([^/]*/\)*[^/]*\.md$',
      \ '/\.copilot/agents/[^/]*\.md$',
      \ '/\.cursor/agents/[^/]*\.md$',
      \ '/\.devin/agents/[^/]*/AGENT\.md$',
      \ '/\.factory/droids/[^/]*\.md$',
      \ '/\.gemini/agents/[^/_][^/]*\.md$',
      \ '/\.gemini/extensions/[^/]*/agents/[^/]*\.md$',
      \ '/\.github/agents/[^/]*\.md$',
      \ '/\.github/chatmodes/[^/]*\.md$',
      \ '/\.goose/agents/[^/]*\.md$',
      \ '/\.iflow/agents/[^/]*\.md$',
      \ '/\.junie/agents/[^/]*\.md$',
      \ '/\.kilo/agents/[^/]*\.md$',
      \ '/\.kiro/agents/[^/]*\.md$',
      \ '/\.opencode/agent/\%([^/]*/\)*[^/]*\.md$',
      \ '/\.opencode/agents/\%([^/]*/\)*[^/]*\.md$',
      \ '/\.opencode/mode/[^/]*\.md$',
      \ '/\.opencode/modes/[^/]*\.md$',
      \ '/\.qwen/agents/[^/]*\.md$',
      \ '/\.qwen/extensions/[^/]*/agents/[^/]*\.md$',
      \ '/plugins/[^/]*/agents/\%([^/]*/\)*[^/]*\.md$',
      "\ places: end
      \ ]

function! AgentlsIsAgentFile(path) abort
  let l:path = substitute(fnamemodify(a:path, ':p'), '\\', '/', 'g')
  for l:place in s:places
    if l:path =~# '\m' . l:place
      return 1
    endif
  endfor
  return 0
endfunction

" The repository, else the file's own folder. None for a file that is no agent: then ALE starts nothing.
function! AgentlsProjectRoot(buffer) abort
  let l:path = expand('#' . a:buffer . ':p')
  if !AgentlsIsAgentFile(l:path)
    return ''
  endif
  let l:folder = fnamemodify(l:path, ':h')
  while !isdirectory(l:folder . '/.git') && l:folder !=# fnamemodify(l:folder, ':h')
    let l:folder = fnamemodify(l:folder, ':h')
  endwhile
  return isdirectory(l:folder . '/.git') ? l:folder : fnamemodify(l:path, ':h')
endfunction

call ale#linter#Define('markdown', {
      \ 'name': 'agentls',
      \ 'lsp': 'stdio',
      \ 'executable': 'agentls',
      \ 'command': '%e server',
      \ 'project_root': function('AgentlsProjectRoot'),
      \ })
