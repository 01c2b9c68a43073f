// SPDX-License-Identifier: MIT
#include "gateway/cli/run.h"

#include "lib/session.h"

namespace gateway::cli {

int run(const Invocation& invocation, Terminal& terminal) {
  Api api(invocation.socket);
  const int code =
      invocation.action(Session{.options = invocation, .terminal = terminal, .api = api});
  terminal.out.flush();
  if (terminal.out) return code;
  terminal.err << "shelfctl: the output could not be written: is the disk full?\n";
  return 1;
}

}  // namespace gateway::cli
