#include "inspect/draw_cluster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

// GCC 12 takes the empty optional of Boost's edge iterators for one that is read.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/circle_layout.hpp>
#include <boost/graph/kamada_kawai_spring_layout.hpp>
#include <boost/graph/topology.hpp>
#pragma GCC diagnostic pop

#include "inspect/page_html.hpp"

namespace onefold::inspect {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                    boost::property<boost::edge_weight_t, double>>;
using Plane = boost::square_topology<>;
using Place = Plane::point_type;

constexpr double kDrawingWidth = 480;
constexpr double kDrawingHeight = 320;
constexpr double kDrawingMargin = 24;
constexpr double kNodeRadius = 13;

// Moves the places into the drawing, each direction for itself.
void fit(std::vector<Place>& places) {
  const double extent[] = {kDrawingWidth - 2 * kDrawingMargin, kDrawingHeight - 2 * kDrawingMargin};
  for (std::size_t direction = 0; direction < 2; ++direction) {
    double low = places[0][direction];
    double high = low;
    for (const Place& place : places) {
      low = std::min(low, place[direction]);
      high = std::max(high, place[direction]);
    }
    // Records on one line stay on it, in the middle.
    const bool is_flat = high - low < 1e-6;
    const double scale = is_flat ? 0 : extent[direction] / (high - low);
    for (Place& place : places)
      place[direction] = kDrawingMargin + (is_flat ? extent[direction] / 2 : (place[direction] - low) * scale);
  }
}

// Ends the layout when it moves little, and after a number of steps: for some arrangements the method goes round in
// circles for ever.
class LayoutEnd {
 public:
  explicit LayoutEnd(int& steps_left) : steps_left_(&steps_left) {}
  template <typename Vertex>
  bool operator()(double movement, const Vertex& vertex, const Graph& graph, bool is_global) {
    return --*steps_left_ <= 0 || tolerance_(movement, vertex, graph, is_global);
  }

 private:
  boost::layout_tolerance<double> tolerance_{0.01};
  int* steps_left_;
};
constexpr int kMostLayoutSteps = 20'000;

std::vector<Place> places_of(const CustomerPage& page) {
  Graph graph(page.records.size());
  for (const PageLink& link : page.links) boost::add_edge(link.left, link.right, 1.0, graph);
  std::vector<Place> places(page.records.size());
  const auto map = boost::make_iterator_property_map(places.begin(), boost::get(boost::vertex_index, graph));
  boost::circle_graph_layout(graph, map, kDrawingHeight / 2);
  // The circle stays if the springs find no places: without a path between all records (links that are not shown), and
  // for arrangements in which the method divides by zero.
  auto circle = places;
  int steps_left = kMostLayoutSteps;
  const auto is_finite = [](const Place& place) { return std::isfinite(place[0]) && std::isfinite(place[1]); };
  if (!boost::kamada_kawai_spring_layout(graph, map, boost::get(boost::edge_weight, graph), Plane(kDrawingHeight),
                                         boost::side_length(kDrawingHeight), LayoutEnd(steps_left)) ||
      !std::all_of(places.begin(), places.end(), is_finite))
    places = std::move(circle);
  fit(places);
  return places;
}

}  // namespace

std::string drawing_of(const CustomerPage& page) {
  if (page.records.size() < 2 || page.records.size() > kMostRecordsDrawn) return {};
  const auto places = places_of(page);
  std::string out = fmt::format(
      "<svg role=\"img\" aria-labelledby=\"drawing-title drawing-text\" viewBox=\"0 0 {} {}\">\n"
      "<title id=\"drawing-title\">Records and links of customer {}</title>\n"
      "<desc id=\"drawing-text\">{} records as numbered circles, {} links as lines; the table of links says the "
      "same.</desc>\n",
      kDrawingWidth, kDrawingHeight, escaped(page.pin), page.records.size(), page.links.size());
  double lightest = 0;
  double heaviest = 0;
  for (const PageLink& link : page.links) {
    if (link.must_link) continue;
    lightest = lightest == 0 ? link.weight_log2 : std::min(lightest, link.weight_log2);
    heaviest = std::max(heaviest, link.weight_log2);
  }
  for (const PageLink& link : page.links) {
    const Place& a = places[link.left];
    const Place& b = places[link.right];
    const double share = heaviest > lightest ? (link.weight_log2 - lightest) / (heaviest - lightest) : 0.5;
    out += fmt::format(
        "<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke-width=\"{:.1f}\"{}/>\n",
        link.must_link ? "must" : (link.is_weakest ? "weakest" : "link"), a[0], a[1], b[0], b[1],
        link.must_link ? 2 : 1 + 3 * std::clamp(share, 0.0, 1.0), link.must_link ? " stroke-dasharray=\"6 4\"" : "");
  }
  for (std::size_t i = 0; i < places.size(); ++i)
    out += fmt::format(
        "<g><title>{}</title><circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\"/><text x=\"{:.1f}\" "
        "y=\"{:.1f}\" "
        "text-anchor=\"middle\" dominant-baseline=\"central\">{}</text></g>\n",
        escaped(page.records[i].name), page.records[i].is_centre ? "centre" : "record", places[i][0], places[i][1],
        kNodeRadius, places[i][0], places[i][1], i + 1);
  return out + "</svg>\n";
}

}  // namespace onefold::inspect
