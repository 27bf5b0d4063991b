#include "CLibCurl.h"

#include <dlfcn.h>
#include <string.h>

// The numbers of libcurl's options are part of its binary interface, which has kept them since version 7.
enum {
  option_write_data = 10001,
  option_url = 10002,
  option_error_buffer = 10010,
  option_post_fields = 10015,
  option_user_agent = 10018,
  option_low_speed_limit = 19,
  option_low_speed_time = 20,
  option_http_header = 10023,
  option_write_function = 20011,
  option_no_signal = 99,
  option_accept_encoding = 10102,
  option_connect_timeout_ms = 156,
  option_protocols = 181,
  option_post_field_size = 60,
  info_response_code = 0x200000 + 2,
  // http and https, and nothing else whatever the address says.
  protocols_http = 1 | 2,
  message_done = 1,
  global_default = 3,
  failed_init = 2,
};

struct multi_message {
  int kind;
  void *easy;
  union {
    void *whatever;
    int result;
  } data;
};

static struct {
  void *handle;
  int (*global_init)(long);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_getinfo)(void *, int, ...);
  const char *(*easy_strerror)(int);
  void (*easy_cleanup)(void *);
  void *(*multi_init)(void);
  int (*multi_add_handle)(void *, void *);
  int (*multi_perform)(void *, int *);
  int (*multi_poll)(void *, void *, unsigned, int, int *);
  struct multi_message *(*multi_info_read)(void *, int *);
  int (*multi_remove_handle)(void *, void *);
  int (*multi_cleanup)(void *);
  void *(*slist_append)(void *, const char *);
  void (*slist_free_all)(void *);
} curl;

static void *find(const char *name, const char **missing) {
  void *place = dlsym(curl.handle, name);
  if (!place && !*missing) *missing = name;
  return place;
}

const char *regn_http_load(void) {
  if (curl.handle) return NULL;
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib"};
  for (size_t i = 0; i < sizeof names / sizeof *names && !curl.handle; i++)
    curl.handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!curl.handle) return "there is no libcurl.so.4";
  const char *missing = NULL;
  curl.global_init = find("curl_global_init", &missing);
  curl.easy_init = find("curl_easy_init", &missing);
  curl.easy_setopt = find("curl_easy_setopt", &missing);
  curl.easy_getinfo = find("curl_easy_getinfo", &missing);
  curl.easy_strerror = find("curl_easy_strerror", &missing);
  curl.easy_cleanup = find("curl_easy_cleanup", &missing);
  curl.multi_init = find("curl_multi_init", &missing);
  curl.multi_add_handle = find("curl_multi_add_handle", &missing);
  curl.multi_perform = find("curl_multi_perform", &missing);
  curl.multi_poll = find("curl_multi_poll", &missing);
  curl.multi_info_read = find("curl_multi_info_read", &missing);
  curl.multi_remove_handle = find("curl_multi_remove_handle", &missing);
  curl.multi_cleanup = find("curl_multi_cleanup", &missing);
  curl.slist_append = find("curl_slist_append", &missing);
  curl.slist_free_all = find("curl_slist_free_all", &missing);
  if (!missing && curl.global_init(global_default) == 0) return NULL;
  dlclose(curl.handle);
  curl.handle = NULL;
  return missing ? "libcurl is too old: version 7.66 or later is needed" : "libcurl cannot be started";
}

// What `receive` is called for.
struct transfer {
  void *easy;
  const struct regn_http_request *request;
};

static size_t pass_on(const void *bytes, size_t size, size_t count, void *context) {
  const struct transfer *transfer = context;
  long status = 0;
  curl.easy_getinfo(transfer->easy, info_response_code, &status);
  return transfer->request->receive(bytes, size * count, status, transfer->request->context);
}

void regn_http_post(const struct regn_http_request *request, struct regn_http_answer *answer) {
  memset(answer, 0, sizeof *answer);
  void *easy = curl.easy_init();
  void *multi = curl.multi_init();
  void *headers = curl.slist_append(NULL, "Content-Type: application/json");
  if (!easy || !multi || !headers) {
    answer->code = failed_init;
  } else {
    struct transfer transfer = {easy, request};
    curl.easy_setopt(easy, option_url, request->url);
    curl.easy_setopt(easy, option_protocols, (long)protocols_http);
    curl.easy_setopt(easy, option_post_fields, request->body);
    curl.easy_setopt(easy, option_post_field_size, (long)request->body_length);
    curl.easy_setopt(easy, option_http_header, headers);
    curl.easy_setopt(easy, option_user_agent, request->user_agent);
    curl.easy_setopt(easy, option_write_function, pass_on);
    curl.easy_setopt(easy, option_write_data, &transfer);
    curl.easy_setopt(easy, option_error_buffer, answer->message);
    curl.easy_setopt(easy, option_no_signal, 1L);
    // Whatever compression this libcurl knows.
    curl.easy_setopt(easy, option_accept_encoding, "");
    curl.easy_setopt(easy, option_connect_timeout_ms, request->connect_milliseconds);
    curl.easy_setopt(easy, option_low_speed_limit, 1L);
    curl.easy_setopt(easy, option_low_speed_time, request->silent_seconds);
    curl.multi_add_handle(multi, easy);
    int running = 1;
    while (running) {
      if (curl.multi_perform(multi, &running) != 0) {
        answer->code = failed_init;
        break;
      }
      curl.easy_getinfo(easy, info_response_code, &answer->status);
      if (request->tick(request->context)) {
        answer->code = -1;
        break;
      }
      if (running) curl.multi_poll(multi, NULL, 0, 50, NULL);
    }
    int left = 0;
    struct multi_message *message = curl.multi_info_read(multi, &left);
    if (answer->code == 0 && message && message->kind == message_done) answer->code = message->data.result;
    if (answer->code > 0 && !answer->message[0])
      strncpy(answer->message, curl.easy_strerror(answer->code), sizeof answer->message - 1);
    curl.easy_getinfo(easy, info_response_code, &answer->status);
    curl.multi_remove_handle(multi, easy);
  }
  // Everything may be freed whether it was made or not, but for what takes no NULL.
  if (headers) curl.slist_free_all(headers);
  if (easy) curl.easy_cleanup(easy);
  if (multi) curl.multi_cleanup(multi);
}
