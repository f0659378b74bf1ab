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

let s:patience = str2nr(empty($AGENTLS_PATIENCE) ? '30' : $AGENTLS_PATIENCE) * 1000
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
  " ALE takes the columns of the protocol for bytes: behind the emoji of that line its marks are two bytes off.
  call Expect('what is wrong is marked, on the exact words', Marked(), {
        \ 'cut-text': ' C # servic', 'unknown-tool': 'Grpe', 'unknown-key': 'colour',
        \ 'no-output-format': 'Courier (the one who delivers)'})

  " Completion. A Vim without a screen has no insert mode, which ALE wants.
  runtime autoload/ale/util.vim
  func! ale#util#Mode(...)
    return 'i'
  endfunc
  func Complete(text, wanted, column)
    exe 'normal! A' . a:text
    let b:offered = []
    call ale#completion#GetCompletions('ale-callback', {'line': line('.'), 'column': col('$'), 'callback': {items -> extend(b:offered, items)}})
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
  func! ale#util#Mode(...)
    return 'n'
  endfunc
  call cursor(search('JWT'), match(getline(search('JWT')), 'JWT') + 2)
  let g:hovered = ''
  func! ale#util#ShowMessage(text, ...)
    let g:hovered .= a:text
  endfunc
  ALEHover
  call Wait('explains a field of expertise', {-> g:hovered =~# 'JSON Web Token'})
  call Say('ok', 'explains a field of expertise')

  " Code actions, from ALE's own menu: the number that a person would type.
  let s:title = ''
  func! ale#util#Input(message, value, ...)
    for l:line in split(a:message, "\n")
      let l:found = matchlist(l:line, '^\(\d\+\)) ' . s:title)
      if !empty(l:found)
        return l:found[1]
      endif
    endfor
    call Fail('offers ' . s:title, a:message)
  endfunc
  call cursor(search('^colour'), 3)
  let s:title = 'Rename to color'
  ALECodeAction
  call Wait('mends a key', {-> search('^color: blue$', 'nw')})
  call Say('ok', 'mends a key')

  call cursor(search('^# Courier'), 4)
  let s:before = getline(1, '$')
  let s:title = 'Insert output format'
  ALECodeAction
  call Wait('inserts an output format', {-> search('^## .*Output Format$', 'nw')})
  let s:after = getline(1, '$')
  let s:at = search('^## .*Output Format$', 'nw')
  let s:added = len(s:after) - len(s:before)
  call Expect('nothing else has changed', s:after[: s:at - 2] + s:after[s:at - 1 + s:added :], s:before)

  write
  call Expect('the file has these very bytes', readfile(expand('%:p'), 'b'), s:after + [''])
  call Wait('the output format is no longer missed', {-> !has_key(Marked(), 'no-output-format')})
  call Say('ok', 'the output format is no longer missed')

  " The server dies: the next look starts it again.
  let s:servers = filter(copy(job_info()), {_, job -> job_info(job).status ==# 'run'})
  call Expect('one server serves all', len(s:servers), 1)
  call job_stop(s:servers[0], 'kill')
  call Wait('notices the death', {-> job_status(s:servers[0]) ==# 'dead'})
  call cursor(search('^model'), 1)
  call setline('.', 'modell: opus')
  func Again()
    ALELint
    sleep 200m
    return get(Marked(), 'unknown-key', '') ==# 'modell'
  endfunc
  call Wait('is marked again', function('Again'))
  call Say('ok', 'when the server has ended, the next look starts it again')
catch
  call Fail(v:exception . ' at ' . v:throwpoint)
endtry
call Say('ok', reltimestr(reltime(s:begin)) . ' s')
qall!
