#include "block/tile_batches.hpp"

#include <algorithm>
#include <utility>

#include "record/memory.hpp"

namespace onefold::block {

namespace {

constexpr std::uint64_t kWorthReleasing = 8 << 20;

// Rows of a tile that are compared with each other or, if there are right rows, with the right rows.
struct Piece {
  std::uint64_t left = 0;
  std::uint64_t num_left = 0;
  std::uint64_t right = 0;
  std::uint64_t num_right = 0;
  [[nodiscard]] std::uint64_t num_rows() const { return num_left + num_right; }
};

// Calls visit(piece) until every pair of the tile has been in one piece.
template <typename Visit>
void for_each_piece(const Tile& tile, std::uint64_t max_rows, Visit visit) {
  const std::uint64_t right = tile.first + tile.num_left;
  if (tile.num_rows() <= max_rows) {
    visit(Piece{tile.first, tile.num_left, right, tile.num_right});
    return;
  }
  const std::uint64_t side = max_rows / 2;
  const auto part = [&](std::uint64_t done, std::uint64_t all) { return std::min(side, all - done); };
  for (std::uint64_t i = 0; i < tile.num_left; i += side) {
    const std::uint64_t num_left = part(i, tile.num_left);
    if (tile.num_right > 0) {
      for (std::uint64_t j = 0; j < tile.num_right; j += side)
        visit(Piece{tile.first + i, num_left, right + j, part(j, tile.num_right)});
      continue;
    }
    if (num_left > 1) visit(Piece{tile.first + i, num_left, 0, 0});
    for (std::uint64_t j = i + side; j < tile.num_left; j += side)
      visit(Piece{tile.first + i, num_left, tile.first + j, part(j, tile.num_left)});
  }
}

// Calls add(tile, piece) for all pieces, and close() at the end of each batch.
template <typename Add, typename Close>
void for_each_piece_of_batches(const TileSet& set, std::uint64_t max_rows, Add add, Close close) {
  std::uint64_t rows = 0;
  for (const Tile& tile : set.tiles)
    for_each_piece(tile, max_rows, [&](const Piece& piece) {
      if (rows > 0 && rows + piece.num_rows() > max_rows) {
        close();
        rows = 0;
      }
      rows += piece.num_rows();
      add(tile, piece);
    });
  if (rows > 0) close();
}

}  // namespace

void for_each_batch(const mpi::Communicator& world, TileSet set, std::uint64_t max_rows,
                    const std::function<void(TileSet)>& use) {
  max_rows = std::max<std::uint64_t>(2, max_rows);
  std::uint64_t num_local_batches = 0;
  for_each_piece_of_batches(
      set, max_rows, [](const Tile&, const Piece&) {}, [&] { ++num_local_batches; });
  std::uint64_t num_left = world.max(num_local_batches);
  if (num_local_batches == 1 && set.ids.size() <= max_rows) {
    use(std::move(set));
    --num_left;
  } else {
    const std::uint64_t held_before = resident_bytes();
    TileSet batch;
    for_each_piece_of_batches(
        set, max_rows,
        [&](const Tile& tile, const Piece& piece) {
          batch.tiles.push_back({batch.ids.size(), static_cast<std::uint32_t>(piece.num_left),
                                 static_cast<std::uint32_t>(piece.num_right), tile.hash});
          const auto append = [&](std::uint64_t first, std::uint64_t count) {
            const auto begin = set.ids.begin() + static_cast<std::ptrdiff_t>(first);
            batch.ids.insert(batch.ids.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
          };
          append(piece.left, piece.num_left);
          append(piece.right, piece.num_right);
        },
        [&] {
          use(std::exchange(batch, {}));
          --num_left;
          // Otherwise the freed memory of the last batch would be held in addition to that of the next one. For small
          // batches the call costs more than it saves.
          if (resident_bytes() > held_before + kWorthReleasing) release_free_memory();
        });
  }
  for (; num_left > 0; --num_left) use({});
}

}  // namespace onefold::block
