// Every operation of this library; each function registers its own and returns what went wrong, empty if
// nothing.
#pragma once

#include <string>

namespace encdec {

std::string register_lstm();
std::string register_gru();
std::string register_layer_norm_lstm();
std::string register_linear();
std::string register_linear_top_k();
std::string register_attention();
std::string register_pack();
std::string register_linear_loss();
std::string register_optimizer_step();
std::string register_embedding();
std::string register_scale();
std::string register_dropout();

}  // namespace encdec
