;;; agentls.el --- What AI agent tools will do with your agent files -*- lexical-binding: t; -*-

;; Starts agentls, by Eglot, in agent definition files such as `.claude/agents/backend.md', and in no
;; other Markdown. Needs Emacs 29 or newer and `agentls' on the `exec-path'.

;;; Code:

(require 'eglot)

(defconst agentls-places
  ;; Written by tests/editor_files.rs, from the facts about the tools.
  '(
    ;; places: begin
    "/[^/]*\\.agent\\.md\\'"
    "/[^/]*\\.chatmode\\.md\\'"
    "/\\.agents/agents/[^/]*\\.md\\'"
    "/\\.augment/agents/[^/]*\\.md\\'"
    "/\\.claude/agents/\\(?:[^/]*/\\)*[^/]*\\.md\\'"
    "/\\.claude/plugins/\\(?:[^/]*/\\)*agents/\\(?:[^/]*/\\)*[^/]*\\.md\\'"
    "/\\.codex/agents/[^/]*\\.md\\'"
    "/\\.config/goose/agents/[^/]*\\.md\\'"
    "/\\.config/kilo/agents/[^/]*\\.md\\'"
    "/\\.config/opencode/agent/\\(?:[^/]*/\\)*[^/]*\\.md\\'"
    "/\\.config/opencode/agents/\\(?:[^/]*/\\)*[^/]*\\.md\\'"
    "/\\.copilot/agents/[^/]*\\.md\\'"
    "/\\.cursor/agents/[^/]*\\.md\\'"
    "/\\.devin/agents/[^/]*/AGENT\\.md\\'"
    "/\\.factory/droids/[^/]*\\.md\\'"
    "/\\.gemini/agents/[^/_][^/]*\\.md\\'"
    "/\\.gemini/extensions/[^/]*/agents/[^/]*\\.md\\'"
    "/\\.github/agents/[^/]*\\.md\\'"
    "/\\.github/chatmodes/[^/]*\\.md\\'"
    "/\\.goose/agents/[^/]*\\.md\\'"
    "/\\.iflow/agents/[^/]*\\.md\\'"
    "/\\.junie/agents/[^/]*\\.md\\'"
    "/\\.kilo/agents/[^/]*\\.md\\'"
    "/\\.kiro/agents/[^/]*\\.md\\'"
    "/\\.opencode/agent/\\(?:[^/]*/\\)*[^/]*\\.md\\'"
    "/\\.opencode/agents/\\(?:[^/]*/\\)*[^/]*\\.md\\'"
    "/\\.opencode/mode/[^/]*\\.md\\'"
    "/\\.opencode/modes/[^/]*\\.md\\'"
    "/\\.qwen/agents/[^/]*\\.md\\'"
    "/\\.qwen/extensions/[^/]*/agents/[^/]*\\.md\\'"
    "/plugins/[^/]*/agents/\\(?:[^/]*/\\)*[^/]*\\.md\\'"
    ;; places: end
    )
  "Regular expressions for the files that agent tools read.")

(defun agentls-agent-file-p (&optional file)
  "Whether an agent tool reads FILE, or the one that is visited."
  (let ((path (or file buffer-file-name))
        (case-fold-search nil))
    (and path
         (seq-some (lambda (place) (string-match-p place (expand-file-name path)))
                   agentls-places))))

(define-derived-mode agentls-mode text-mode "Agent"
  "For agent files where no mode for Markdown is installed.")

(add-to-list 'eglot-server-programs
             '(((agentls-mode :language-id "markdown")
                (markdown-mode :language-id "markdown")
                (gfm-mode :language-id "markdown")
                (markdown-ts-mode :language-id "markdown"))
               . ("agentls" "server")))

(defun agentls-ensure ()
  "Start agentls for the file that is visited, if it is an agent."
  (when (agentls-agent-file-p)
    (unless (derived-mode-p 'markdown-mode 'markdown-ts-mode 'agentls-mode)
      (agentls-mode))
    (eglot-ensure)))

(add-hook 'find-file-hook #'agentls-ensure)

(provide 'agentls)
;;; agentls.el ends here
