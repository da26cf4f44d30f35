// Where random bytes come from, passed in so that a demo or a test can be repeated to the bit.
#ifndef BANGFU_SERVICES_COMMON_SEAL_ENTROPY_H_
#define BANGFU_SERVICES_COMMON_SEAL_ENTROPY_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace bangfu::seal {

// Implementations may be called from several threads at once.
class Entropy {
 public:
  virtual ~Entropy() = default;

  // Fills `out`. `purpose` names what the bytes become, such as "households/510524/H0001/key";
  // different secrets have different purposes.
  virtual void Fill(std::span<uint8_t> out, std::string_view purpose) = 0;
};

// The system's random bytes. The purpose changes nothing.
class SystemEntropy final : public Entropy {
 public:
  void Fill(std::span<uint8_t> out, std::string_view purpose) override;
};

// Bytes that depend on the seed and the purpose alone, not on the order or number of calls. Whoever
// knows the seed knows every key: for reproducible demos and tests over synthetic records, never
// for real ones.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::string_view seed);

  void Fill(std::span<uint8_t> out, std::string_view purpose) override;

 private:
  std::array<uint8_t, 32> key_;
};

}  // namespace bangfu::seal

#endif  // BANGFU_SERVICES_COMMON_SEAL_ENTROPY_H_
