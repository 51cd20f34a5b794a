// A call of a recurrent layer, with what the three kinds of layer have in common.
#pragma once

#include <array>

#include "check.h"
#include "sequence.h"

namespace encdec {

// A layer's arguments, or their gradients; what a layer does not have, or a call leaves out, is empty.
template <class Number>
struct Arrays {
  using Array = std::vector<Number>;
  Array input, kernel, recurrent_kernel, bias, recurrent_bias;
  Array initial_hidden, initial_cell;
  Array input_scale, recurrent_scale, cell_scale, cell_bias;

  struct Named {
    const char* name;
    Array Arrays::*array;
  };
  static const std::array<Named, 11>& all() {
    static const std::array<Named, 11> named{{{"input", &Arrays::input},
                                              {"kernel", &Arrays::kernel},
                                              {"recurrent kernel", &Arrays::recurrent_kernel},
                                              {"bias", &Arrays::bias},
                                              {"recurrent bias", &Arrays::recurrent_bias},
                                              {"initial hidden", &Arrays::initial_hidden},
                                              {"initial cell", &Arrays::initial_cell},
                                              {"input scale", &Arrays::input_scale},
                                              {"recurrent scale", &Arrays::recurrent_scale},
                                              {"cell scale", &Arrays::cell_scale},
                                              {"cell bias", &Arrays::cell_bias}}};
    return named;
  }
};

template <class Number>
struct Results {
  std::vector<Number> outputs, hidden, cell;  // cell empty for a GRU
};

enum class Kind { lstm, gru_reset_after, gru_reset_before, layer_norm_lstm };

struct RecurrentCase {
  Kind kind;
  Sequence shape;
  int threads;
  // `packed`: the first run has weights packed before.
  bool bfloat16, hard_gates, wants_input_gradient, packed;
  Arrays<float> arguments;
  Floats mask, dropout;         // empty: none
  std::vector<int32_t> ids;     // what shape.ids points to
  Results<float> loss_weights;  // the loss is the sum of the results times these; empty: left out

  int gates() const { return kind == Kind::lstm || kind == Kind::layer_norm_lstm ? 4 : 3; }
  bool has_cell() const { return gates() == 4; }
  std::string name() const;
};

struct Layout {
  int batch, steps, features, units, threads;
};

// Everything about the case that is not its layout is random.
RecurrentCase random_case(Random& random, Kind kind, const Layout& layout);

// Makes the input a small table, with rows that are read often, once or never.
void read_table(Random& random, RecurrentCase& call);

struct Fused {
  Results<float> results;
  Arrays<float> gradients;
};

// Runs the core: forward without and with what the gradient needs, which must agree, then backward.
Fused run_lstm(const RecurrentCase& call);
Fused run_gru(const RecurrentCase& call);
Fused run_layer_norm_lstm(const RecurrentCase& call);

// The same by plain loops in double precision.
Results<double> run_reference(const RecurrentCase& call, const Arrays<double>& arguments);

void check_recurrent(const RecurrentCase& call);

}  // namespace encdec
