// SPDX-License-Identifier: MIT
// Promise: connections are clean MQTT 3.1.1 sessions without Paho's own reconnect;
// TLS always verifies certificate and host name; secrets come from files.
// Method: look at the options made; files in a temporary folder.
#include "paho/connect_options.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temp_folder.h"

namespace {

TEST(ConnectOptions, AreCleanSessionsWithoutReconnectByPaho) {
  const auto options =
      paho::make_connect_options({"h", 1883, false}, {"user", "secret", "", "", ""});
  EXPECT_TRUE(options.is_clean_session());
  EXPECT_FALSE(options.get_automatic_reconnect());
  EXPECT_EQ(options.get_mqtt_version(), MQTTVERSION_3_1_1);
  EXPECT_EQ(options.get_user_name(), "user");
  EXPECT_EQ(options.get_password_str(), "secret");
}

TEST(ConnectOptions, VerifyCertificateAndHostWithTls) {
  const auto options = paho::make_connect_options({"h", 8883, true}, {"", "", "ca", "cert", "key"});
  const mqtt::ssl_options& tls = options.get_ssl_options();
  EXPECT_TRUE(tls.get_enable_server_cert_auth());
  EXPECT_TRUE(tls.get_verify());
  EXPECT_EQ(tls.get_trust_store(), "ca");
  EXPECT_EQ(tls.get_key_store(), "cert");
  EXPECT_EQ(tls.get_private_key(), "key");
}

TEST(Secret, IsTheOneLineOfItsFile) {
  const support::TempFolder folder;
  const auto file = folder.path() / "secret";
  std::ofstream(file) << "pass word\r\n";
  EXPECT_EQ(paho::read_secret(file), "pass word");
}

TEST(Secret, IsRefusedWhenMissingOrEmptyWithTheFilesName) {
  const support::TempFolder folder;
  const auto file = folder.path() / "secret";
  EXPECT_NE(paho::read_secret(file).error().find(file.string()), std::string::npos);
  std::ofstream(file) << "\n";
  EXPECT_NE(paho::read_secret(file).error().find(file.string()), std::string::npos);
  EXPECT_FALSE(paho::read_secret(folder.path())) << "a folder";
}

}  // namespace
