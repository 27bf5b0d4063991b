// RE2's side of the comparison of regular expressions (docs/benchmarks.md).
//
//   peer_re2 RUNS TEXTS LONGTEXTS < questions
//
// A question is a line of four fields with tabs between them: which file (0 or 1), kind, pattern and extra; that of
// `trim` has two patterns. Each is compiled once and then run over all texts, RUNS times, in one thread. For each run
// a line `result SECONDS ANSWER`.
#include <re2/re2.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using re2::RE2;
using re2::StringPiece;

// The texts of a CSV file of one column, each in quotes, none with a quote or a line end of its own.
static std::vector<StringPiece> read(const char *path, std::string &bytes) {
  std::ifstream file(path, std::ios::binary);
  bytes.assign(std::istreambuf_iterator<char>(file), {});
  std::vector<StringPiece> texts;
  size_t place = bytes.find('\n') + 1;
  while (place < bytes.size()) {
    size_t end = bytes.find('\n', place);
    texts.emplace_back(bytes.data() + place + 1, end - place - 2);
    place = end + 1;
  }
  return texts;
}

static std::vector<std::string> fields(const std::string &line) {
  std::vector<std::string> parts(1);
  for (char c : line) {
    if (c == '\t') parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

static std::unique_ptr<RE2> compiled(const std::string &pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  // Large automata must not fall back to the slow way for want of memory.
  options.set_max_mem(64 << 20);
  auto re = std::make_unique<RE2>(pattern, options);
  if (!re->ok()) {
    std::fprintf(stderr, "RE2 refuses %s: %s\n", pattern.c_str(), re->error().c_str());
    std::exit(1);
  }
  return re;
}

static int64_t answer(const std::vector<std::string> &question, const std::vector<StringPiece> &texts) {
  const std::string &kind = question[1];
  auto re = compiled(question[2]);
  const std::string &extra = question.back();
  int64_t sum = 0;
  StringPiece groups[20];
  if (kind == "matches") {
    for (const StringPiece &text : texts) sum += re->Match(text, 0, text.size(), RE2::UNANCHORED, nullptr, 0);
  } else if (kind == "extract") {
    int group = std::atoi(extra.c_str());
    for (const StringPiece &text : texts) {
      if (re->Match(text, 0, text.size(), RE2::UNANCHORED, groups, group + 1)) sum += groups[group].size();
    }
  } else if (kind == "extract_all") {
    int count = re->NumberOfCapturingGroups() + 1;
    // What Regn puts into its arrays is copied here too, into memory that stays.
    std::string copied;
    for (const StringPiece &text : texts) {
      copied.clear();
      size_t place = 0;
      while (place <= text.size() && re->Match(text, place, text.size(), RE2::UNANCHORED, groups, count)) {
        sum += 1;
        for (int group = count > 1 ? 1 : 0; group < count; group++)
          copied.append(groups[group].data(), groups[group].size());
        place = groups[0].data() + groups[0].size() - text.data() + groups[0].empty();
      }
    }
  } else if (kind == "replace") {
    std::string copy;
    for (const StringPiece &text : texts) {
      copy.assign(text.data(), text.size());
      RE2::GlobalReplace(&copy, *re, extra);
      sum += copy.size();
    }
  } else if (kind == "trim") {
    auto end = compiled(question[3]);
    for (StringPiece text : texts) {
      if (re->Match(text, 0, text.size(), RE2::UNANCHORED, groups, 1)) text.remove_prefix(groups[0].size());
      if (end->Match(text, 0, text.size(), RE2::UNANCHORED, groups, 1)) text.remove_suffix(groups[0].size());
      sum += text.size();
    }
  }
  return sum;
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  int runs = std::atoi(arguments[1]);
  std::string bytes[2];
  std::vector<StringPiece> texts[2] = {read(arguments[2], bytes[0]), read(arguments[3], bytes[1])};
  std::string line;
  while (std::getline(std::cin, line)) {
    auto question = fields(line);
    for (int run = 0; run < runs; run++) {
      auto begin = std::chrono::steady_clock::now();
      int64_t sum = answer(question, texts[question[0] == "1"]);
      std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
      std::printf("result %.6f %lld\n", taken.count(), (long long)sum);
      std::fflush(stdout);
    }
  }
}
