" Drives a real Vim with ALE and the real server: vim -es -S vim.vim, with $ALE, $AGENTLS_VIM and $WORKSPACE. `agentls`
" has to be on the PATH.
set nocompatible hidden noswapfile
let &runtimepath = $ALE . ',' . $VIMRUNTIME . ',' . $ALE . '/after'
let g:ale_lint_on_text_changed = 'always'
let g:ale_lint_delay = 20
let g:ale_completion_enabled = 0
let g:ale_linters = {'markdown': ['agentls']}
filetype plugin on
runtime plugin/ale.vim
exe 'source' fnameescape($AGENTLS_VIM . '/agentls.vim')

let s:patience = str2nr(empty($AGENTLS_PATIENCE) ? '15' : $AGENTLS_PATIENCE) * 1000
let s:begin = reltime()

func Say(kind, what)
  call writefile([a:kind . ': ' . a:what], '/dev/stdout', 'a')
endfunc

func Fail(what, ...)
  call Say('not ok', a:what . (a:0 ? ' seen: ' . string(a:1) : ''))
  cquit!
endfunc

func Expect(what, seen, wanted)
  if a:seen !=# a:wanted
    call Fail(a:what . ' wanted: ' . string(a:wanted), a:seen)
  endif
  call Say('ok', a:what)
endfunc

func Wait(what, There)
  let l:left = s:patience
  while l:left > 0
    let l:seen = a:There()
    if !empty(l:seen)
      return l:seen
    endif
    sleep 30m
    let l:left -= 30
  endwhile
  call Fail(a:what, [getline(1, 8), ale#engine#GetLoclist(bufnr())])
endfunc

" Each code with the words that it stands on.
func Marked()
  let l:marked = {}
  for l:found in ale#engine#GetLoclist(bufnr())
    let l:line = getline(l:found.lnum)
    let l:marked[l:found.code] = strpart(l:line, l:found.col - 1, get(l:found, 'end_col', l:found.col) - l:found.col + 1)
  endfor
  return l:marked
endfunc

try
  call Say('ok', 'Vim ' . v:versionlong . ', ALE ' . get(g:, 'ale_version', '?'))
  exe 'edit' fnameescape($WORKSPACE . '/README.md')
  ALELint
  sleep 300m
  call Expect('leaves alone README.md', [&filetype, Marked(), AgentlsProjectRoot(bufnr())], ['markdown', {}, ''])

  exe 'edit' fnameescape($WORKSPACE . '/.claude/agents/courier.md')
  ALELint
  call Wait('diagnostics', {-> len(Marked()) >= 4})
  call Expect('what is wrong is marked, on the exact words', Marked(), {
        \ 'cut-text': ' # service.', 'unknown-tool': 'Grpe', 'unknown-key': 'colour',
        \ 'no-output-format': 'Courier (the one who delivers)'})

  " Completion.
  func Complete(text, wanted, column)
    exe 'normal! A' . a:text
    call cursor(line('.'), col('$'))
    let b:offered = []
    call ale#completion#GetCompletions('ale-callback', {'callback': {items -> extend(b:offered, items)}})
    call Wait('offers ' . a:wanted, {-> index(map(copy(b:offered), 'v:val.word'), a:wanted) >= 0})
    call setline('.', strpart(getline('.'), 0, a:column) . a:wanted)
  endfunc
  call cursor(search('^tools:'), 1)
  call Complete(', Glo', 'Glob', strlen('tools: Read, Write, Grpe, '))
  call Expect('completes a tool', getline('.'), 'tools: Read, Write, Grpe, Glob')
  call cursor(search('^model:'), 1)
  call setline('.', 'model: ')
  call Complete('op', 'opus', strlen('model: '))
  call Expect('completes a model', getline('.'), 'model: opus')

  " A field of expertise.
  call cursor(search('JWT'), match(getline(search('JWT')), 'JWT') + 2)
  let g:ale_floating_preview = 0
  let g:hovered = ''
  func! ale#util#Echo(text)
    let g:hovered .= a:text
  endfunc
  func! ale#preview#Show(lines, ...)
    let g:hovered .= join(a:lines, "\n")
  endfunc
  ALEHover
  call Wait('explains a field of expertise', {-> g:hovered =~# 'JSON Web Token'})
  call Say('ok', 'explains a field of expertise')

  " Code actions, by ALE's own menu.
  func! inputlist(lines)
  endfunc
catch /E\(117\|740\|119\)/
  call Fail(v:exception . ' at ' . v:throwpoint)
catch
  call Fail(v:exception . ' at ' . v:throwpoint)
endtry
call Say('ok', reltimestr(reltime(s:begin)) . ' s')
qall!
