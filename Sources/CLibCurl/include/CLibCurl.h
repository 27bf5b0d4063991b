// libcurl, loaded when it is first used: a program that asks nothing of the network does not pay for it, and
// need not have it. Its calls take variable arguments, which Swift cannot give; here is the one use there is.
#ifndef REGN_CLIBCURL_H
#define REGN_CLIBCURL_H

#include <stddef.h>

// What is asked of a server. Texts end in NUL.
struct regn_http_request {
  const char *url;
  // The body of a POST, of the type application/json.
  const char *body;
  size_t body_length;
  const char *user_agent;
  // The longest that connecting may take, in milliseconds.
  long connect_milliseconds;
  // After so many seconds in which nothing came, the server counts as silent.
  long silent_seconds;
  // Called with what has come of the body, of an answer of this status of HTTP; anything but `count` ends
  // the transfer.
  size_t (*receive)(const void *bytes, size_t count, long status, void *context);
  // Called some twenty times a second; anything but 0 ends the transfer.
  int (*tick)(void *context);
  void *context;
};

// How it went.
struct regn_http_answer {
  // libcurl's code (CURLcode), 0 when the answer came whole; -1 when `tick` ended it.
  int code;
  // The status of HTTP; 0 when none came.
  long status;
  // What libcurl says of a failure; empty when nothing failed.
  char message[256];
};

// Loads libcurl. NULL when it is there, else why it is not.
const char *regn_http_load(void);

// Asks a server and waits for the end of its answer. Proxies are those of the environment (https_proxy and
// its kin), certificates those of the system. Only after `regn_http_load` gave NULL.
void regn_http_post(const struct regn_http_request *request, struct regn_http_answer *answer);

#endif
