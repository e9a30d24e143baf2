from .listing import ArticleListView


class FrontView(ArticleListView):
    """The front page: the latest articles by publication time; the first is the lead."""

    template_name = "articles/front.html"
    paginate_by = None
    shown = 25

    def get_queryset(self):
        return super().get_queryset()[: self.shown]
