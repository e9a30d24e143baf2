"""What became of an article that readers could read once and no longer can."""

from dataclasses import dataclass

from articles.models import Article, Correction, State, Status

from .content import load_content


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An article that was taken from readers; without a ``retraction`` its time was over."""

    article: Article
    retraction: Correction | None
    language: str

    @property
    def names_it(self) -> bool:
        """Whether its headline, and how it had changed, may still be told."""
        return (
            self.retraction is not None
            and self.article.status == Status.WITHDRAWN
            and not self.article.is_gone
        )

    @property
    def headline(self) -> str:
        """The headline that readers saw last: what the desk wrote since is a draft."""
        if not self.names_it or self.retraction is None:
            return ""
        content = load_content(self.retraction.revision.content)
        return content[f"title_{self.language}"] or content["title_ar"]


def withdrawn_from_readers(pk: int, language: str) -> Withdrawn | None:
    """Return what was withdrawn under a number and can be told in a language.

    None for what readers can read, and for what they never saw, as if it had never been written. Two
    queries.
    """
    article = Article.objects.filter(pk=pk).first()
    if article is None or article.is_public:
        return None
    if article.state == State.EXPIRED:
        can_be_told = language == "ar" or article.has_english
        return Withdrawn(article, None, language) if can_be_told else None
    retractions = article.corrections.filter(kind=Correction.Kind.RETRACTION)
    retraction = retractions.in_language(language).newest_first().select_related("revision").first()
    return Withdrawn(article, retraction, language) if retraction else None
