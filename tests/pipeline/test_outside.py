"""Links that lead out: to the web and nowhere else."""

import pytest

from pipeline.outside import web_address


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://paper.example/a?b=c&d=(e)#f", "https://paper.example/a?b=c&d=(e)#f"),
        ("HTTP://PAPER.example/", "HTTP://PAPER.example/"),
        ("https://paper.example/%E9%A6%99", "https://paper.example/%E9%A6%99"),
        ("https://paper.example/香", "https://paper.example/%E9%A6%99"),
        ("https://paper.example/\"'<>` \n\x00", "https://paper.example/%22'%3C%3E%60%20%0A%00"),
        ("https://paper.example/\ud800", "https://paper.example/%EF%BF%BD"),
        ("http://[2001:db8::1]:8080/[a]", "http://[2001:db8::1]:8080/%5Ba%5D"),
    ],
)
def test_an_address_of_the_web_is_linked_in_plain_letters(address, linked):
    assert web_address(address) == linked


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        " https://paper.example/",
        "\x01https://paper.example/",
        "java\nscript:alert(1)//https://paper.example",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://paper.example/",
        "//paper.example/",
        "https:paper.example",
        "https:///path",
        "http://",
        "http://[",
        "https://paper.example:port/",
        "https://bank.example@evil.example/",
        "https://evil.example\\@bank.example/",
    ],
)
def test_whatever_is_no_plain_address_of_the_web_is_not_linked(address):
    assert web_address(address) is None
