"""What the frame of a page knows about the page inside it."""

from django import template

register = template.Library()


@register.simple_block_tag
def word_of(content: str) -> str:
    """The text of a block, for use in a comparison: ``{% word_of as here %}{% block nav %}{% endblock %}{% endword_of %}``."""
    return content.strip()
