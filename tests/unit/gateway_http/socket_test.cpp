// SPDX-License-Identifier: MIT
// Promise: the socket file is open to its owner and group only, never taken from a
// program that lives, and gone after a stop; what stands in the way is named.
// Method: start servers over files of every kind.

#include <sys/stat.h>

#include <fstream>

#include "http_fixture.h"

namespace http_fixture {
namespace {

using wire::Status;

class Socket : public testing::Test {
 protected:
  std::unique_ptr<gateway::http::Server> server(const std::string& path) {
    return std::make_unique<gateway::http::Server>(
        gateway::http::Settings{.socket_path = path, .version = "1"}, gateway_.store(), gateway_,
        gateway::http::Probe{});
  }
  bool answers() const { return support::http_request(socket_, "GET", "/healthz").status == 200; }

  support::TempFolder temp_;
  std::string socket_ = (temp_.path() / "api.sock").string();
  support::SmallGateway gateway_{temp_.path() / "store"};
};

TEST_F(Socket, IsOpenToOwnerAndGroupWhateverTheUmask) {
  for (const mode_t mask : {mode_t{0}, mode_t{022}, mode_t{0777}}) {
    const mode_t before = umask(mask);
    const auto door = server(socket_);
    const Status started = door->start();
    umask(before);
    ASSERT_EQ(started, Status::kOk) << door->error_text();
    struct stat made {};
    ASSERT_EQ(stat(socket_.c_str(), &made), 0);
    EXPECT_TRUE(S_ISSOCK(made.st_mode));
    EXPECT_EQ(made.st_mode & 07777U, 0660U) << "umask " << mask;
  }
}

TEST_F(Socket, IsGoneAfterStopAndCanBeStartedAgain) {
  const auto door = server(socket_);
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(door->start(), Status::kOk) << door->error_text();
    EXPECT_TRUE(answers());
    door->stop();
    EXPECT_FALSE(std::filesystem::exists(socket_));
  }
  door->stop();
}

TEST_F(Socket, TakesOverAFileThatNobodyAnswersOn) {
  {
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket_.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    close(fd);  // as after kill -9: the file stays
  }
  const auto door = server(socket_);
  ASSERT_EQ(door->start(), Status::kOk) << door->error_text();
  EXPECT_TRUE(answers());
}

TEST_F(Socket, LeavesAProgramThatLivesAlone) {
  const auto first = server(socket_);
  ASSERT_EQ(first->start(), Status::kOk);
  const auto second = server(socket_);
  EXPECT_EQ(second->start(), Status::kUnavailable);
  EXPECT_NE(second->error_text().find(socket_), std::string::npos);
  second->stop();
  EXPECT_TRUE(answers()) << "the first still has its file";
}

TEST_F(Socket, DoesNotRemoveTheFileOfASuccessor) {
  auto first = server(socket_);
  ASSERT_EQ(first->start(), Status::kOk);
  std::filesystem::remove(socket_);
  const auto second = server(socket_);
  ASSERT_EQ(second->start(), Status::kOk) << second->error_text();
  first.reset();
  EXPECT_TRUE(answers());
}

TEST_F(Socket, NamesWhatStandsInTheWay) {
  const auto folder = (temp_.path() / "missing" / "api.sock").string();
  auto door = server(folder);
  EXPECT_EQ(door->start(), Status::kInvalidArgument);
  EXPECT_NE(door->error_text().find("missing"), std::string::npos);

  const auto file = (temp_.path() / "file").string();
  std::ofstream(file) << "mine";
  door = server(file);
  EXPECT_EQ(door->start(), Status::kInvalidArgument);
  EXPECT_TRUE(std::filesystem::exists(file));

  door = server((temp_.path() / std::string(120, 's')).string());
  EXPECT_EQ(door->start(), Status::kInvalidArgument);
  EXPECT_NE(door->error_text().find("107"), std::string::npos);
  EXPECT_EQ(server("")->start(), Status::kInvalidArgument);
}

}  // namespace
}  // namespace http_fixture
