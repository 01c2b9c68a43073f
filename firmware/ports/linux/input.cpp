// SPDX-License-Identifier: MIT
#include "input.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace station {
namespace {

constexpr std::string_view kSerial = "serial:";

tl::unexpected<std::string> failed(const std::string& device, const char* what) {
  return tl::unexpected("serial device '" + device + "': " + what + ": " +
                        std::generic_category().message(errno));
}

/// Switches to unchanged bytes: no echo, no line editing, no translation of CR.
bool make_raw(int fd) {
  termios settings{};
  if (tcgetattr(fd, &settings) != 0) return false;
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  return tcsetattr(fd, TCSANOW, &settings) == 0;
}

}  // namespace

tl::expected<std::unique_ptr<Input>, std::string> Input::open(const std::string& source) {
  if (!source.starts_with(kSerial)) {
    return std::unique_ptr<Input>(new Input(STDIN_FILENO, false, isatty(STDIN_FILENO) != 0));
  }
  const std::string device = source.substr(kSerial.size());
  // Without O_NONBLOCK, opening waits for a carrier that many cables do not have.
  const int fd = ::open(device.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return failed(device, "cannot open");
  std::unique_ptr<Input> input(new Input(fd, true, true));
  if (!make_raw(fd)) return failed(device, "cannot set up (is it a serial device?)");
  return input;
}

Input::~Input() {
  if (owned_) close(fd_);
}

std::optional<std::string_view> Input::next() {
  while (at_ < size_) {
    if (const auto code = framer_.push(bytes_[at_++])) return code;
  }
  if (!closed_ || finished_) return std::nullopt;
  finished_ = true;
  return framer_.finish();
}

void Input::fill() {
  if (at_ < size_ || closed_) return;
  const ssize_t got = read(fd_, bytes_.data(), bytes_.size());
  at_ = 0;
  size_ = got > 0 ? static_cast<std::size_t>(got) : 0;
  const bool try_again = got < 0 && (errno == EINTR || errno == EAGAIN);
  // Reading a serial device that was unplugged gives an error or an end.
  if (got <= 0 && !try_again) closed_ = true;
}

}  // namespace station
