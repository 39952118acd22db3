// Asks the ranks that own something about it, and gets the answers in the order of the questions.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::mpi {

/// Collective. `owner_of(question)` returns a rank. `answer_all(questions)` answers the questions of all ranks to this
/// one, in the order of ranks and of their questions; it must not communicate. Returns the answers to `questions`, in
/// their order. On the wire: each question and each answer once. Memory: questions and answers twice.
template <Trivial Answer, Trivial Question, typename OwnerOf, typename AnswerAll>
[[nodiscard]] std::vector<Answer> ask_owners(const Communicator& world, const std::vector<Question>& questions,
                                             OwnerOf owner_of, AnswerAll answer_all) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  for (const Question& question : questions) ++counts[static_cast<std::size_t>(owner_of(question))];
  std::vector<std::uint64_t> first(counts);
  std::uint64_t sum = 0;
  for (auto& n : first) sum += std::exchange(n, sum);
  std::vector<std::uint64_t> next(first);
  std::vector<Question> outgoing(questions.size());
  for (const Question& question : questions)
    outgoing[next[static_cast<std::size_t>(owner_of(question))]++] = question;
  std::vector<std::uint64_t> asked_counts;
  const std::vector<Question> asked = world.exchange(outgoing, counts, &asked_counts);
  std::vector<Question>().swap(outgoing);
  const std::vector<Answer> answers = answer_all(asked);
  const std::vector<Answer> received = world.exchange(answers, asked_counts);
  std::vector<Answer> out(questions.size());
  next = first;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = received[next[static_cast<std::size_t>(owner_of(questions[i]))]++];
  return out;
}

/// Collective. The same, with a function that answers one question.
template <Trivial Answer, Trivial Question, typename OwnerOf, typename AnswerOne>
[[nodiscard]] std::vector<Answer> ask_owners_singly(const Communicator& world, const std::vector<Question>& questions,
                                                    OwnerOf owner_of, AnswerOne answer_one) {
  return ask_owners<Answer>(world, questions, owner_of, [&](const std::vector<Question>& asked) {
    std::vector<Answer> answers;
    answers.reserve(asked.size());
    for (const Question& question : asked) answers.push_back(answer_one(question));
    return answers;
  });
}

}  // namespace onefold::mpi
