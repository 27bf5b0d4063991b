// libedit's calls with variable argument lists, one fixed signature for each use. Swift cannot call
// variadic C functions.
#ifndef REGN_CLIBEDIT_SHIM_H
#define REGN_CLIBEDIT_SHIM_H

#include <histedit.h>
#include <stddef.h>
#include <sys/wait.h>
#include <wchar.h>

typedef unsigned char (*regn_el_function)(EditLine *, int);
typedef wchar_t *(*regn_el_prompt)(EditLine *);

// Both the text and the help of an added function are kept by libedit as pointers: they must outlive it.
static inline int regn_el_add_function(EditLine *el, const wchar_t *name, const wchar_t *help,
                                       regn_el_function function) {
  return el_wset(el, EL_ADDFN, name, help, function);
}

static inline int regn_el_bind(EditLine *el, const wchar_t *key, const wchar_t *command) {
  return el_wset(el, EL_BIND, key, command, (wchar_t *)NULL);
}

// Binds in the alternative map: vi's command mode.
static inline int regn_el_bind_alternative(EditLine *el, const wchar_t *key, const wchar_t *command) {
  return el_wset(el, EL_BIND, L"-a", key, command, (wchar_t *)NULL);
}

static inline int regn_el_set_prompt(EditLine *el, regn_el_prompt prompt, wchar_t literal) {
  return el_wset(el, EL_PROMPT_ESC, prompt, literal);
}

static inline int regn_el_set_history(EditLine *el, HistoryW *history) {
  return el_wset(el, EL_HIST, history_w, history);
}

static inline int regn_el_set_reader(EditLine *el, el_rfunc_t reader) {
  return el_wset(el, EL_GETCFN, reader);
}

static inline int regn_el_set_client(EditLine *el, void *client) {
  return el_wset(el, EL_CLIENTDATA, client);
}

static inline void *regn_el_client(EditLine *el) {
  void *client = NULL;
  return el_wget(el, EL_CLIENTDATA, &client) == 0 ? client : NULL;
}

static inline int regn_el_set_editor(EditLine *el, const wchar_t *name) {
  return el_wset(el, EL_EDITOR, name);
}

// 1 when vi's keys are in force, 0 for emacs's.
static inline int regn_el_is_vi(EditLine *el) {
  const wchar_t *name = NULL;
  return el_wget(el, EL_EDITOR, &name) == 0 && name != NULL && name[0] == L'v';
}

static inline int regn_el_edit_mode(EditLine *el) {
  int on = 0;
  return el_wget(el, EL_EDITMODE, &on) == 0 && on;
}

static inline int regn_el_set_edit_mode(EditLine *el, int on) { return el_wset(el, EL_EDITMODE, on); }

// One terminal setting for the time of editing, such as L"-isig" (Control-C comes as a character).
static inline int regn_el_set_tty(EditLine *el, const wchar_t *setting) {
  return el_wset(el, EL_SETTY, L"-d", setting, (wchar_t *)NULL);
}

// The same for the time between two inputs.
static inline int regn_el_set_tty_between(EditLine *el, const wchar_t *setting) {
  return el_wset(el, EL_SETTY, L"-x", setting, (wchar_t *)NULL);
}

static inline int regn_el_prepare_terminal(EditLine *el, int raw) { return el_wset(el, EL_PREP_TERM, raw); }

// Draws prompt and input afresh from where the cursor is.
static inline int regn_el_redraw(EditLine *el) { return el_wset(el, EL_REFRESH); }

// Whether the terminal can do what the two-letter termcap name says, "up" for instance.
static inline int regn_el_has_capability(EditLine *el, const char *name) {
  char *value = NULL;
  return el_get(el, EL_GETTC, name, &value) == 0 && value != NULL && value[0] != '\0';
}

static inline int regn_history_set_size(HistoryW *history, int size) {
  HistEventW event;
  return history_w(history, &event, H_SETSIZE, size);
}

static inline int regn_history_set_unique(HistoryW *history, int on) {
  HistEventW event;
  return history_w(history, &event, H_SETUNIQUE, on);
}

static inline int regn_history_enter(HistoryW *history, const wchar_t *text) {
  HistEventW event;
  return history_w(history, &event, H_ENTER, text);
}

// Columns a character takes: 0 for a combining one, -1 for one that does not print. Declared here because
// <wchar.h> offers it only to XSI programs.
extern int wcwidth(wchar_t character);

static inline int regn_wait_exited(int status) { return WIFEXITED(status); }
static inline int regn_wait_exit_code(int status) { return WEXITSTATUS(status); }

#endif
