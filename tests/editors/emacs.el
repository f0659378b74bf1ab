;;; emacs.el --- Drives a real Emacs, with the snippet and the real server -*- lexical-binding: t; -*-

;; emacs --batch -l agentls.el -l emacs.el WORKSPACE; `agentls' has to be on the PATH.

(require 'eglot)
(require 'flymake)

(defvar test-patience (string-to-number (or (getenv "AGENTLS_PATIENCE") "30")))
(defvar test-workspace (file-name-as-directory (pop command-line-args-left)))
(defvar test-agent (concat test-workspace ".claude/agents/courier.md"))
(defvar test-begin (float-time))

(setq-default indent-tabs-mode nil)
(setq eglot-sync-connect 10
      eglot-autoshutdown nil
      eglot-send-changes-idle-time 0.05
      eglot-confirm-server-edits nil
      make-backup-files nil
      vc-handled-backends '(Git)
      create-lockfiles nil)

(defun test-say (kind what)
  (princ (format "%s: %s\n" kind what)))

(defun test-fail (what &optional seen)
  (test-say "not ok" (if seen (format "%s\n  seen: %S" what seen) what))
  (kill-emacs 1))

(defun test-wait (what there)
  "Wait until the function THERE gives something, and return that."
  (let ((end (+ (float-time) test-patience)) seen)
    (while (and (not (setq seen (funcall there))) (< (float-time) end))
      (accept-process-output nil 0.03))
    (or seen (test-fail what (buffer-substring (point-min) (min (point-max) 600))))))

(defun test-marked ()
  "Each code with the words that it stands on."
  (sort (mapcar (lambda (found)
                  (cons (plist-get (alist-get 'eglot-lsp-diag (flymake-diagnostic-data found)) :code)
                        (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))
                (flymake-diagnostics))
        (lambda (one other) (string< (car one) (car other)))))

(defun test-expect (what seen wanted)
  (unless (equal seen wanted)
    (test-fail (format "%s\n  wanted: %S" what wanted) seen))
  (test-say "ok" what))

(defun test-after (words)
  (goto-char (point-min))
  (search-forward words))

(defun test-sync ()
  (eglot--signal-textDocument/didChange))

(defun test-complete (prefix wanted)
  "Insert PREFIX, and take the completion WANTED as a person would."
  (insert prefix)
  (test-sync)
  (let* ((capf (eglot-completion-at-point))
         (offered (all-completions (buffer-substring (nth 0 capf) (nth 1 capf)) (nth 2 capf))))
    (unless (member wanted (mapcar #'substring-no-properties offered))
      (test-fail (format "offers %s" wanted) offered))
    (let ((item (seq-find (lambda (one) (equal (substring-no-properties one) wanted)) offered))
          (exit (plist-get (nthcdr 3 capf) :exit-function)))
      (delete-region (nth 0 capf) (nth 1 capf))
      (insert item)
      (funcall exit item 'finished))))

(defun test-act (title)
  "Take the code action whose title begins with TITLE, from Eglot's own menu."
  (test-sync)
  (let ((last-nonmenu-event t)
        (completing-read-function
         (lambda (_prompt collection &rest _)
           (or (seq-find (lambda (one) (string-prefix-p title one)) (all-completions "" collection))
               (test-fail (format "offers %s" title) (all-completions "" collection))))))
    (eglot-code-actions (point) (point) nil t)))

(test-say "ok" (format "Emacs %s" emacs-version))

;; Other Markdown.
(find-file (concat test-workspace "README.md"))
(sit-for 0.2)
(test-expect "leaves alone README.md" (list (bound-and-true-p eglot--managed-mode) (eglot-managed-p)) '(nil nil))

;; The agent. What a running Emacs does behind the command, a batch has to do itself.
(find-file test-agent)
(run-hooks 'post-command-hook)
(test-wait "attaches to an agent file" #'eglot-managed-p)
(test-say "ok" "attaches to an agent file")
(flymake-mode 1)
(flymake-start)
(test-wait "diagnostics" (lambda () (>= (length (flymake-diagnostics)) 4)))
(test-expect "what is wrong is marked, on the exact words" (test-marked)
             '(("cut-text" . " # service.") ("no-output-format" . "Courier (the one who delivers)")
               ("unknown-key" . "colour") ("unknown-tool" . "Grpe")))

(test-after "Grpe")
(test-complete ", Glo" "Glob")
(test-expect "completes a tool while typing" (buffer-substring (line-beginning-position) (line-end-position))
             "tools: Read, Write, Grpe, Glob")
(test-after "model: sonnet")
(delete-char (- (length "sonnet")))
(test-complete "op" "opus")
(test-expect "completes a model while typing" (buffer-substring (line-beginning-position) (line-end-position))
             "model: opus")

;; A field of expertise.
(test-after "JW")
(test-sync)
(let (said)
  (eglot-hover-eldoc-function (lambda (text &rest _) (setq said (or text said))))
  (test-wait "explains a field of expertise" (lambda () (and said (string-match-p "JSON Web Token" said)))))
(test-say "ok" "explains a field of expertise")

;; Mending, and the output format.
(test-after "colour")
(test-act "Rename to color")
(test-wait "mends a key" (lambda () (save-excursion (goto-char (point-min)) (search-forward "\ncolor: blue" nil t))))
(test-say "ok" "mends a key")
(let ((before (buffer-string)))
  (test-after "# Courier")
  (test-act "Insert output format")
  (test-wait "inserts an output format"
             (lambda () (save-excursion (goto-char (point-min)) (re-search-forward "^## .*Output Format$" nil t))))
  (let* ((after (buffer-string))
         (added (- (length after) (length before)))
         (start (1- (abs (let ((same (compare-strings before nil nil after nil nil))) (if (eq same t) 1 same))))))
    (test-expect "nothing else has changed"
                 (concat (substring after 0 start) (substring after (+ start added))) before)))

(save-buffer)
(test-expect "the file has these very bytes"
             (with-temp-buffer (set-buffer-multibyte nil) (insert-file-contents-literally test-agent) (buffer-string))
             (encode-coding-string (buffer-string) 'utf-8-unix))

;; The server dies. An Emacs with a screen starts it again by itself; a batch has to be told.
(let* ((server (eglot-current-server))
       (process (jsonrpc--process server)))
  (signal-process (process-id process) 'SIGKILL)
  (test-wait "notices the death" (lambda () (not (jsonrpc-running-p server)))))
(eglot-reconnect (eglot-current-server))
(test-wait "is served again" (lambda () (jsonrpc-running-p (eglot-current-server))))
(flymake-start)
(test-wait "is marked again" (lambda () (seq-find (lambda (found) (equal (cdr found) "Grpe")) (test-marked))))
(test-say "ok" "`eglot-reconnect' starts the server again")

(eglot-shutdown (eglot-current-server))
(test-say "ok" (format "%.1f s" (- (float-time) test-begin)))
(kill-emacs 0)
;;; emacs.el ends here
