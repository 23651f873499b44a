"""What the figures of an audit say and what they do not, in words for those who read them."""

from typing import NamedTuple


class Explanation(NamedTuple):
    term: str
    meaning: str


TERMS = (
    Explanation(
        "Selection rate",
        "How many of a group's scored interviews have a published fit score of 3.0 or more, which earns the tag “3+ "
        "out of 5”. Interviews without a fit score count as not selected.",
    ),
    Explanation(
        "Scoring rate",
        "How many of a group's interviews with a fit score lie above the median of all of them. Scores on the median "
        "are not above it.",
    ),
    Explanation(
        "Impact ratio",
        "A group's rate divided by the highest rate of a group that is shown and holds at least 2 % of the people. "
        "Below .80, four fifths, is a common measure for a closer look. It proves nothing by itself, and neither does "
        "a ratio above.",
    ),
    Explanation(
        "95 % interval, exact test",
        "How sure the ratio is. Fisher's exact test tells how often chance alone parts two groups at least so far. "
        "With few people a large gap may be chance; with many groups one in twenty looks unlikely by chance.",
    ),
    Explanation(
        "Mean difference",
        "Hedges' g: how many standard deviations the mean fit score lies above (+) or below (−) that of the group with "
        "the highest scoring rate.",
    ),
    Explanation(
        "Without a fit score",
        "A share of interviews could not be scored: too few words, or a transcript that is too uncertain. When this "
        "differs between groups, so do the chances of being seen.",
    ),
    Explanation(
        "Recogniser's confidence, words corrected",
        "How sure the speech recogniser was, and what share of its words candidates changed when they checked them. "
        "Both show whether some voices are understood worse than others.",
    ),
    Explanation(
        "Unknown and too few",
        "People who did not tell their category are counted and are in no row. Groups below the smallest size are "
        "named without figures, and as many others as it takes that nobody can subtract.",
    ),
)

LIMITS = (
    "It describes those who were interviewed and whose category is known. It is no proof that a tool is fair or "
    "unfair, that its scores predict success in a job, or that anybody complies with a law.",
    "It looks at what Paletter suggests. Who was invited, advanced or hired was decided by people, and is not in it.",
    "Paletter never lets a scorer see what is in these tables. Groups may still differ, since words do.",
)

SELF_AUDIT = (
    "This is a self-audit, computed by the software itself from data of the employer. New York City's Local Law 144 "
    "asks for a bias audit by an independent auditor; this is none, and can serve one as material."
)

SYNTHETIC_MEANING = (
    "These figures rest on made-up people or made-up answers, wholly or in part. They show how an audit looks, and say "
    "nothing about anybody."
)
