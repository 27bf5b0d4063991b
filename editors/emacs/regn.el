;;; regn.el --- KQL scripts and Regn's language server  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1") (eglot "1.9"))
;; Keywords: languages

;;; Commentary:

;; `kql-mode' for files that end in .kql or .csl: colours, comments, indentation as `regn format' lays
;; scripts out.  With eglot, `regn lsp' serves them: completion, mistakes and their fixes, explanations,
;; renaming, layout.  `regn-run' runs the statement at point and shows its result in another window.

;;; Code:

(require 'prog-mode)
(require 'subr-x)

(declare-function eglot-current-server "eglot")
(declare-function eglot--pos-to-lsp-position "eglot")
(declare-function eglot--TextDocumentIdentifier "eglot")
(declare-function jsonrpc-request "jsonrpc")
(defvar eglot-server-programs)

(defgroup regn nil
  "Queries in KQL, answered by Regn."
  :group 'languages)

(defcustom regn-command '("regn" "lsp")
  "The language server: its program and its arguments."
  :type '(repeat string))

(defcustom regn-indent-offset 4
  "How many columns deeper a step is that goes on, or what stands in brackets."
  :type 'integer
  :safe #'integerp)

;;; What stands where

(defvar kql-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\' "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?$ "_" table)
    (dolist (sign '(?+ ?- ?* ?% ?= ?< ?> ?! ?~ ?| ?& ?. ?, ?\; ?: ?? ?@ ?`))
      (modify-syntax-entry sign "." table))
    table)
  "The syntax table of `kql-mode'.")

(defun kql--syntax-propertize (start end)
  "Mark verbatim strings and those of several lines between START and END."
  (goto-char start)
  (funcall
   (syntax-propertize-rules
    ;; The first line of a script that is a program.
    ("\\`\\(#\\)!" (1 "<"))
    ;; Strings of several lines: the first sign opens, the last closes.
    ("\\(`\\)``\\(?:[^`]\\|`[^`]\\|``[^`]\\)*``\\(`\\)" (1 "|") (2 "|"))
    ("\\(~\\)~~\\(?:[^~]\\|~[^~]\\|~~[^~]\\)*~~\\(~\\)" (1 "|") (2 "|"))
    ;; In verbatim strings a backslash is a letter like others, and a doubled quote stands for one.
    ("@\\(\"\\)\\(?:[^\"\n]\\|\"\"\\)*\\(\"\\)"
     (0 (ignore (kql--propertize-within (match-beginning 1) (match-beginning 2)))))
    ("@\\('\\)\\(?:[^'\n]\\|''\\)*\\('\\)"
     (0 (ignore (kql--propertize-within (match-beginning 1) (match-beginning 2))))))
   start end))

(defun kql--propertize-within (open close)
  "Mark the signs between the quotes at OPEN and CLOSE as plain ones."
  (unless (save-excursion (nth 8 (syntax-ppss open)))
    (save-excursion
      (goto-char (1+ open))
      (while (re-search-forward "[\\\\\"']" close t)
        (put-text-property (match-beginning 0) (match-end 0) 'syntax-table (string-to-syntax "."))))))

;;; Colours

(defconst kql-operators
  '("as" "consume" "count" "datatable" "distinct" "evaluate" "extend" "externaldata" "facet" "filter"
    "find" "fork" "getschema" "graph-mark-components" "graph-match" "graph-merge" "graph-shortest-paths"
    "graph-to-table" "graph-where-edges" "graph-where-nodes" "invoke" "join" "limit" "lookup"
    "macro-expand" "make-graph" "make-series" "mv-apply" "mv-expand" "order" "parse" "parse-kv"
    "parse-where" "partition" "print" "project" "project-away" "project-by-names" "project-keep"
    "project-rename" "project-reorder" "range" "reduce" "render" "sample" "sample-distinct" "scan"
    "search" "serialize" "sort" "summarize" "take" "top" "top-hitters" "top-nested" "union" "where")
  "The names of tabular operators.")

(defconst kql-types
  '("bool" "boolean" "date" "datetime" "decimal" "double" "dynamic" "guid" "int" "long" "real" "string"
    "time" "timespan" "uniqueid" "uuid")
  "The names of types.")

(defconst kql-words
  '("and" "or" "between" "contains" "contains_cs" "endswith" "endswith_cs" "has" "has_all" "has_any"
    "has_cs" "hasprefix" "hasprefix_cs" "hassuffix" "hassuffix_cs" "in" "startswith" "startswith_cs")
  "The words that stand between values.")

(defconst kql-font-lock-keywords
  (let ((types (regexp-opt kql-types t)))
    `(;; An operator stands behind a pipe, or begins a query.
      (,(concat "|[ \t\n]*" (regexp-opt kql-operators t) "\\_>") 1 font-lock-builtin-face)
      (,(concat "\\(?:^\\|[=(;{]\\)[ \t]*"
                (regexp-opt '("evaluate" "find" "print" "range" "search" "union") t)
                "[ \t\n]+[^ \t\n=,]")
       1 font-lock-builtin-face)
      (,(concat (regexp-opt '("datatable" "externaldata") 'symbols) "[ \t]*(") 1 font-lock-builtin-face)
      (,(concat "\\_<" (regexp-opt '("let" "set" "declare" "query_parameters" "alias" "restrict" "access"
                                     "pattern" "by" "on" "with" "of" "from" "to" "step" "asc" "desc"
                                     "default" "typeof"))
                "\\_>")
       . font-lock-keyword-face)
      ("\\_<nulls[ \t]+\\(?:first\\|last\\)\\_>" . font-lock-keyword-face)
      ("\\_<let[ \t]+\\(\\(?:\\sw\\|\\s_\\)+\\)" 1 font-lock-variable-name-face)
      (,(concat "!?" (regexp-opt kql-words 'symbols) "~?") . font-lock-keyword-face)
      ("\\_<matches[ \t]+regex\\_>" . font-lock-keyword-face)
      (,(concat "\\(?::[ \t]*\\|\\_<typeof[ \t]*([ \t]*\\)" types "\\_>") 1 font-lock-type-face)
      (,(concat "\\_<" types "[ \t]*(") 1 font-lock-type-face)
      ("\\_<\\(?:true\\|false\\|null\\)\\_>" . font-lock-constant-face)
      ("\\_<\\(?:0[xX][[:xdigit:]]+\\|[0-9]+\\(?:\\.[0-9]+\\)?\\(?:[eE][-+]?[0-9]+\\)?[[:alpha:]]*\\)\\_>"
       . font-lock-constant-face)
      ("\\$\\(?:left\\|right\\)\\_>" . font-lock-variable-name-face)
      ("\\_<\\([[:alpha:]_]\\(?:\\sw\\|\\s_\\)*\\)(" 1 font-lock-function-name-face)))
  "The colours of `kql-mode'.")

;;; Indentation

(defun kql--statement-start (limit)
  "Go back to where the statement or what is in brackets begins, at LIMIT at most.
Gives whether a pipe stands between there and point."
  (let ((has-pipe nil)
        (is-done nil))
    (while (not is-done)
      (forward-comment (- (point)))
      (cond
       ((<= (point) limit) (goto-char limit) (setq is-done t))
       ((eq (char-before) ?\;) (setq is-done t))
       ((eq (char-before) ?|) (setq has-pipe t) (backward-char))
       ((memq (char-syntax (char-before)) '(?. ?@)) (backward-char))
       (t (condition-case nil (backward-sexp) (scan-error (setq is-done t))))))
    (forward-comment (point-max))
    has-pipe))

(defun kql-indentation ()
  "The column at which the current line begins, or nil within a string."
  (save-excursion
    (beginning-of-line)
    (unless (nth 3 (syntax-ppss))
      (let* ((line (point))
             (opening (nth 1 (syntax-ppss)))
             (base (if opening
                       (save-excursion
                         (goto-char opening)
                         (+ (current-indentation) regn-indent-offset))
                     0))
             (closes (progn (skip-chars-forward " \t")
                            (and opening (memq (char-after) '(?\) ?\] ?\})))))
             ;; A comment stands as what follows.
             (token (progn (forward-comment (point-max)) (point)))
             (sign (char-after))
             (before (save-excursion
                       (goto-char line)
                       (forward-comment (- (point)))
                       (1- (point)))))
        (cond
         (closes (- base regn-indent-offset))
         ((or (< before (point-min)) (eq (char-after before) ?\;) (eq before opening)
              ;; A comment before what closes.
              (and opening (memq sign '(?\) ?\] ?\}))))
          base)
         (t
          (goto-char line)
          (let* ((has-pipe (kql--statement-start (if opening (1+ opening) (point-min))))
                 (is-let (looking-at "let\\_>"))
                 (pipe-base (+ base (if is-let regn-indent-offset 0))))
            (goto-char token)
            (cond
             ((eq sign ?|) pipe-base)
             (has-pipe (+ pipe-base regn-indent-offset))
             ;; An item of a list in brackets.
             ((and opening (not is-let)) base)
             (t (+ base regn-indent-offset))))))))))

(defun kql-indent-line ()
  "Indent the current line."
  (interactive)
  (let ((column (kql-indentation))
        (is-before (<= (current-column) (current-indentation))))
    (if (null column)
        'noindent
      (if is-before
          (indent-line-to column)
        (save-excursion (indent-line-to column))))))

;;; Running

(defun regn--command (name)
  "Have the server carry out NAME for the statement at point; gives its answer."
  (require 'eglot)
  (let ((server (or (eglot-current-server)
                    (user-error "No server serves this buffer: M-x eglot starts one"))))
    (jsonrpc-request
     server :workspace/executeCommand
     (list :command name
           :arguments (vector (list :uri (plist-get (eglot--TextDocumentIdentifier) :uri)
                                    :position (eglot--pos-to-lsp-position (point))
                                    :show :json-false)))
     ;; A query takes its time; C-g ends the waiting.
     :timeout nil)))

(defun regn--show (answer)
  "Show the table in ANSWER in another window."
  (with-current-buffer (get-buffer-create "*regn*")
    (let ((inhibit-read-only t))
      (erase-buffer)
      (insert (or (plist-get answer :markdown) "")))
    (goto-char (point-min))
    (special-mode)
    (setq truncate-lines t)
    (display-buffer (current-buffer))))

(defun regn-run ()
  "Run the statement at point, with the definitions before it, and show its result."
  (interactive)
  (regn--show (regn--command "regn.run")))

(defun regn-explain ()
  "Show how the statement at point would run."
  (interactive)
  (regn--show (regn--command "regn.explain")))

(defun regn-insert-result ()
  "Run the statement at point and put a `datatable' of its result in its place."
  (interactive)
  (regn--command "regn.insertResult"))

;;; The mode

(defvar kql-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "C-c C-c") #'regn-run)
    (define-key map (kbd "C-c C-e") #'regn-explain)
    map)
  "The keys of `kql-mode'.")

;;;###autoload
(define-derived-mode kql-mode prog-mode "KQL"
  "Scripts in KQL, the Kusto Query Language."
  (setq-local comment-start "// ")
  (setq-local comment-start-skip "//+[ \t]*")
  (setq-local comment-end "")
  (setq-local syntax-propertize-function #'kql--syntax-propertize)
  (setq-local font-lock-defaults '(kql-font-lock-keywords))
  (setq-local indent-line-function #'kql-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local electric-indent-chars (append '(?| ?\) ?\] ?\}) electric-indent-chars)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.\\(?:kql\\|csl\\)\\'" . kql-mode))

(defun regn--contact (&rest _)
  "The server's program and arguments, as eglot takes them."
  regn-command)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(kql-mode . regn--contact)))

(provide 'regn)
;;; regn.el ends here
