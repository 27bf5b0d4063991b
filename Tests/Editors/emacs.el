;;; emacs.el --- drives Emacs with editors/emacs/regn.el and the real server  -*- lexical-binding: t; -*-

;; Started by run.sh in a folder of its own; the name of the server's program is in REGN.  Ends with status 0
;; when every check held.

;;; Code:

(require 'cl-lib)
(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'regn)

(defvar checks 0)
(defvar failures 0)

(defun check (what is should)
  "Compare IS with SHOULD, and say WHAT it was when they differ."
  (cl-incf checks)
  (unless (equal is should)
    (cl-incf failures)
    (message "emacs: %s\n  is     %S\n  should %S" what is should)))

(defun wait (what condition)
  "Wait until CONDITION gives something; only a server that hangs lets the time pass.  WHAT is meant is told."
  (let ((deadline (+ (float-time) 60)))
    (while (not (funcall condition))
      ;; What a user's pause brings about; no timer of idleness runs without one.
      (when (bound-and-true-p eglot--managed-mode) (eglot--signal-textDocument/didChange))
      (if (> (float-time) deadline)
          (error "Waited for %s" what)
        (accept-process-output nil 0.01)))))

(defun open (name text)
  "Visit a new file NAME with TEXT, and let eglot serve it."
  (with-temp-file name (insert text))
  (switch-to-buffer (find-file-noselect name))
  (goto-char (point-min))
  (font-lock-ensure)
  (unless (bound-and-true-p eglot--managed-mode)
    (eglot-ensure)
    (run-hooks 'post-command-hook))
  (wait "the server" (lambda () (eglot-current-server))))

(defun go (text)
  "Put point before TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun face (text)
  "The colour of TEXT."
  (go text)
  (get-text-property (point) 'face))

(defun laid-out (text)
  "TEXT, each line indented anew."
  (with-temp-buffer
    (insert text)
    (kql-mode)
    (let ((inhibit-message t)) (indent-region (point-min) (point-max)))
    (buffer-string)))

(defun contents (file)
  "The text of FILE."
  (with-temp-buffer (insert-file-contents file) (buffer-string)))

(defun mistakes (count)
  "The texts of the diagnostics, once there are COUNT, with the texts that they stand at."
  (wait "diagnostics" (lambda () (flymake-start) (= (length (flymake-diagnostics)) count)))
  (mapcar (lambda (one)
            (buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one)))
          (flymake-diagnostics)))

(defun offered ()
  "What completion at point offers, without properties."
  (pcase-let* ((`(,beg ,end ,table . ,_) (eglot-completion-at-point))
               (typed (buffer-substring-no-properties beg end))
               (all (completion-all-completions typed table nil (length typed)
                                                (completion-metadata typed table nil))))
    (when (consp all) (setcdr (last all) nil))
    (mapcar #'substring-no-properties all)))

(defun test-mode ()
  "Colours, strings and indentation."
  (open "colours.kql"
        (concat "#!/usr/bin/env regn\n// a comment\n"
                "costs | where year == 2024 and municipality has \"Ribe\" and x == @'C:\\' and later\n"
                "| summarize sum(amount) by region\n| project-away region\n| extend t = ```a\n'b``` | take 5\n"))
  (check "the mode" major-mode 'kql-mode)
  (check "a first line that names the program" (face "usr/bin") 'font-lock-comment-face)
  (check "a comment" (face "a comment") 'font-lock-comment-face)
  (check "an operator" (face "where") 'font-lock-builtin-face)
  (check "an operator with a hyphen" (face "project-away") 'font-lock-builtin-face)
  (check "a word" (face "has") 'font-lock-keyword-face)
  (check "a clause" (face "by") 'font-lock-keyword-face)
  (check "a number" (face "2024") 'font-lock-constant-face)
  (check "a string" (face "Ribe") 'font-lock-string-face)
  (check "behind a verbatim string" (face "later") nil)
  (check "a string of several lines" (face "b```") 'font-lock-string-face)
  (check "behind it" (face "take") 'font-lock-builtin-face)
  (check "a function" (face "sum(") 'font-lock-function-name-face)
  (check "a column" (face "amount") nil)
  (check "the operators" (sort (split-string (getenv "OPERATORS")) #'string<) kql-operators)
  ;; Scripts that are laid out stay as they are; one without any indentation gets it.
  (dolist (file (directory-files (getenv "QUERIES") t "\\.kql\\'"))
    (let ((text (contents file)))
      (check file (laid-out text) text)
      (check file (laid-out (replace-regexp-in-string "^[ \t]+" "" text)) text))))

(defun test-server ()
  "What the server does for Emacs."
  ;; Columns count UTF-16 on the wire and letters in Emacs: 🌧 differs.
  (open "fix.kql" "costs | where municipality == \"🌧ø\" | summarize sum(amount) by municpality")
  (check "mistakes" (sort (mistakes 2) #'string<) '("\"🌧ø\"" "municpality"))
  (go "municpality")
  (let ((kinds (mapcar (lambda (action) (plist-get action :kind))
                       (eglot-code-actions (point) (point) "quickfix"))))
    (check "kinds of fixes" (delete-dups kinds) '("quickfix")))
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt choices &rest _) (car (car choices)))))
    (eglot-code-actions (point) (point) "quickfix" t))
  (check "the fixed line" (buffer-string)
         "costs | where municipality == \"🌧ø\" | summarize sum(amount) by municipality")
  (check "what is left" (mistakes 1) '("\"🌧ø\""))

  (open "complete.kql" "costs | where munic")
  (goto-char (point-max))
  (check "a column is offered" (offered) '("municipality"))
  (completion-at-point)
  (check "a column is taken" (buffer-string) "costs | where municipality")
  (insert " == \"Aarh")
  (check "a value is offered" (offered) '("\"Aarhus\""))
  (completion-at-point)
  (check "a value is taken" (buffer-string) "costs | where municipality == \"Aarhus\"")

  (open "hover.kql" "costs | summarize percentile(amount, 50)")
  (go "percentile")
  (let (told)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq told (or text ""))))
    (wait "the hover" (lambda () told))
    (check "the hover tells of percentile" (and (string-match-p "percentile(" told) t) t))

  (open "rename.kql" "let part = costs | where year == 2024;\npart | count;\npart | take 1")
  (go "part |")
  (eglot-rename "lately")
  (check "renamed" (buffer-string)
         "let lately = costs | where year == 2024;\nlately | count;\nlately | take 1")
  (go "lately | take")
  (let ((place (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))))
    (check "the definition's line" (xref-location-line (xref-item-location place)) 1))

  (open "layout.kql" "costs|where year==2024|take 3")
  (eglot-format-buffer)
  (check "laid out" (string-trim-right (buffer-string)) "costs\n| where year == 2024\n| take 3"))

(defun result ()
  "The lines of the window with the result, without blanks."
  (with-current-buffer "*regn*"
    (mapcar (lambda (line) (replace-regexp-in-string " +" "" line)) (split-string (buffer-string) "\n"))))

(defun test-running ()
  "Queries that are run."
  (open "run.kql" (concat "let few = costs | where year == 2024 and municipality == 'Aarhus';\n"
                          "costs | count;\nfew | distinct municipality, year"))
  (goto-char (point-max))
  (call-interactively (key-binding (kbd "C-c C-c")))
  (check "the result" (list (nth 0 (result)) (nth 2 (result))) '("|municipality|year|" "|Aarhus|2024|"))
  (check "the script stays" (buffer-name) "run.kql")
  (regn-explain)
  (check "the plan" (nth 0 (result)) "```text")

  (open "insert.kql" "let twelve = 12;\nprint month = twelve")
  (goto-char (point-max))
  (regn-insert-result)
  (wait "the result in the text" (lambda () (not (string-match-p "print" (buffer-string)))))
  (check "the result in the text" (buffer-string)
         "let twelve = 12;\ndatatable(month: long) [\n    12,\n]")

  ;; A table that the settings name; its path counts from the folder.
  (open "settings.kql" "ledger | summarize sum(kr)")
  (regn-run)
  (check "the ledger's sum" (list (nth 0 (result)) (nth 2 (result))) '("|sum_kr|" "|42|"))

  (open "wrong.kql" "costs | take 1 | wher x")
  (let ((why (condition-case told (progn (regn-run) "") (error (error-message-string told)))))
    (check "the refusal" (and (string-match-p "wher" why) t) t)))

(setq regn-command (list (getenv "REGN") "lsp")
      make-backup-files nil
      auto-save-default nil
      create-lockfiles nil
      eglot-confirm-server-initiated-edits nil)
(with-temp-file "ledger.csv" (insert "kr\n40\n2\n"))
(setq-default eglot-workspace-configuration '((:regn . (:tables (:ledger "ledger.csv")))))
(condition-case why
    (progn (test-mode) (test-server) (test-running))
  (error (message "emacs: %s" (error-message-string why)) (cl-incf failures)))
(princ (format "emacs: %d checks, %d failed\n" checks failures))
(dolist (buffer (buffer-list)) (with-current-buffer buffer (set-buffer-modified-p nil)))
(kill-emacs (if (= failures 0) 0 1))
;;; emacs.el ends here
