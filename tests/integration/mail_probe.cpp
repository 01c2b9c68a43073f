// SPDX-License-Identifier: MIT
// Sends one mail with gateway_mail, for the tests in this folder (see mail_probe.py).
// Prints the outcome's name and its text, one line each; exit 2 and one line for each
// key when the settings are wrong. `--stop-on-eof yes` asks send() to stop when
// standard input ends.

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "gateway/mail/mailer.h"

namespace {

using gateway::mail::Mail;
using gateway::mail::Settings;

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Arguments {
  Settings settings;
  Mail mail;
  bool stop_on_eof = false;
};

// Where each option's value goes; false for an unknown one.
bool take(Arguments& arguments, std::string_view option, const std::string& value) {
  Settings& settings = arguments.settings;
  Mail& mail = arguments.mail;
  const std::map<std::string_view, std::string*> texts = {{"--url", &settings.url},
                                                          {"--from", &settings.from},
                                                          {"--from-name", &settings.from_name},
                                                          {"--username", &settings.username},
                                                          {"--hello", &settings.hello},
                                                          {"--auth", &settings.auth},
                                                          {"--ca-file", &settings.ca_file},
                                                          {"--to", &mail.recipient},
                                                          {"--to-name", &mail.recipient_name},
                                                          {"--subject", &mail.subject},
                                                          {"--message-id", &mail.message_id}};
  if (const auto found = texts.find(option); found != texts.end()) {
    *found->second = value;
  } else if (option == "--tls") {
    settings.tls = value == "none" ? gateway::mail::Tls::kNone : gateway::mail::Tls::kRequired;
  } else if (option == "--password-file") {
    settings.password = content_of(value);
  } else if (option == "--connect-timeout-ms") {
    settings.connect_timeout = std::chrono::milliseconds(std::stoi(value));
  } else if (option == "--answer-timeout-ms") {
    settings.answer_timeout = std::chrono::milliseconds(std::stoi(value));
  } else if (option == "--final-timeout-ms") {
    settings.final_timeout = std::chrono::milliseconds(std::stoi(value));
  } else if (option == "--body-file") {
    mail.body = content_of(value);
  } else if (option == "--date-ms") {
    mail.date_ms = std::stoll(value);
  } else if (option == "--stop-on-eof") {
    arguments.stop_on_eof = value == "yes";
  } else {
    return false;
  }
  return true;
}

Arguments parsed(int count, char** values) {
  Arguments arguments;
  int at = 1;
  while (at < count) {
    const std::string_view option = values[at];
    if (option == "--attach" && at + 3 < count) {  // NAME TYPE FILE
      arguments.mail.attachments.push_back(
          {values[at + 1], values[at + 2], content_of(values[at + 3])});
      at += 4;
    } else if (at + 1 < count && take(arguments, option, values[at + 1])) {
      at += 2;
    } else {
      throw std::runtime_error("wrong option or no value: " + std::string(option));
    }
  }
  return arguments;
}

int run(const Arguments& arguments) {
  const auto mailer = gateway::mail::Mailer::open(arguments.settings);
  if (!mailer) {
    for (const auto& error : mailer.error()) {
      std::fprintf(stderr, "%s %s\n", error.key.c_str(), error.text.c_str());
    }
    return 2;
  }
  std::stop_source stop;
  if (arguments.stop_on_eof) {
    std::thread([stop]() mutable {
      char ignored = 0;
      while (::read(STDIN_FILENO, &ignored, 1) > 0) continue;
      stop.request_stop();
    }).detach();
  }
  const gateway::Delivery report = mailer->send(arguments.mail, stop.get_token());
  std::printf("%s\n%s%s%s\n", to_string(report.state), report.text.c_str(),
              report.advice.empty() ? "" : "; ", report.advice.c_str());
  return 0;
}

}  // namespace

int main(int count, char** values) {
  try {
    return run(parsed(count, values));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mail_probe: %s\n", error.what());
    return 2;
  }
}
