"""Django's `translate` and `blocktranslate` for a file that is always English: no settings, no catalogues.

The parts of a report that the web's page and the file share are marked with them.
"""

from django import template
from django.template.base import NodeList, Parser, TextNode, Token, TokenType, VariableNode
from django.templatetags import i18n

register = template.Library()


@register.tag
def translate(_: Parser, token: Token) -> TextNode:
    """Put out the sentence; a context or a variable to keep it in is not for the file."""
    return TextNode(token.split_contents()[1].strip("\"'"))


@register.tag
def blocktranslate(parser: Parser, token: Token) -> "EnglishNode":
    """Put out the sentence, or the one of two that goes with `count`, with all that is filled in."""
    return EnglishNode(parser, i18n.do_block_translate(parser, token))


class EnglishNode(template.Node):
    """A sentence with what is filled in."""

    def __init__(self, parser: Parser, marked: i18n.BlockTranslateNode) -> None:
        self.marked = marked
        self.singular = _nodes(parser, marked.singular)
        self.plural = _nodes(parser, marked.plural)

    def render(self, context: template.Context) -> str:
        filled = {name: value.resolve(context) for name, value in self.marked.extra_context.items()}
        is_plural = False
        if self.marked.countervar and self.marked.counter:
            filled[self.marked.countervar] = self.marked.counter.resolve(context)
            is_plural = filled[self.marked.countervar] != 1
        with context.push(**filled):
            return (self.plural if is_plural else self.singular).render(context)


def _nodes(parser: Parser, tokens: list[Token]) -> NodeList:
    return NodeList(
        TextNode(token.contents)
        if token.token_type is TokenType.TEXT
        else VariableNode(parser.compile_filter(token.contents))
        for token in tokens
    )
