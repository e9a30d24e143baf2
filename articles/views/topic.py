from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404

from articles.models import Article, ArticleQuerySet, Topic

from .listing import NarrowListView


class TopicView(NarrowListView):
    """The articles of a topic. One that was merged into another leads there.

    Not found while no article that readers may see has its tag: a draft's tags are the desk's.
    """

    template_name = "articles/topic_detail.html"
    most_pages = 50  # its articles are read to be counted

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Topic.objects.select_related("merged_into")
        self.topic = get_object_or_404(found, slug=self.kwargs["slug"])
        if self.topic.merged_into:
            return HttpResponsePermanentRedirect(self.topic.merged_into.get_absolute_url())
        if not Article.objects.published().of_topic(self.topic).exists():
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> ArticleQuerySet:
        return super().get_queryset().of_topic(self.topic)

    def looked_through(self) -> ArticleQuerySet:
        # No index has the English of a topic: its newest are read, and a large topic has many more.
        newest = self.object_list.values("pk")[: self.most_pages * self.paginate_by]
        return Article.objects.filter(pk__in=newest)

    def older_than(self, articles: ArticleQuerySet, place: Article) -> ArticleQuerySet:
        older = super().get_queryset().of_topic(self.topic, at=place.published_at)
        return super().older_than(older, place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(topic=self.topic, **kwargs)
