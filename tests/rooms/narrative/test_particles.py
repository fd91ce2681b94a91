"""Korean particles: by the sound of what stands before them, as it is read aloud."""

from __future__ import annotations

import pytest

from reportgen.narrative.model import Run, plain
from reportgen.narrative.particles import PARTICLES, Sound, particle, sound
from reportgen.narrative.template import parse, render

# What stands before → how it is read (its end) → its topic particle and its 으로. A ㄹ takes 은 but 로.
READ_ALOUD = [
    # Hangul
    ("순매출", "출", "은", "로"),
    ("전환율", "율", "은", "로"),
    ("객단가", "가", "는", "로"),
    ("주문", "문", "은", "으로"),
    ("신규 고객", "객", "은", "으로"),
    ("세션", "션", "은", "으로"),
    ("광고비", "비", "는", "로"),
    ("10월", "월", "은", "로"),
    ("2026년", "년", "은", "으로"),
    ("10월 31일", "일", "은", "로"),
    ("1,687건", "건", "은", "으로"),
    ("568명", "명", "은", "으로"),
    ("63,990회", "회", "는", "로"),
    # numerals: Sino-Korean, the last syllable that is read
    ("0", "영", "은", "으로"),
    ("1", "일", "은", "로"),
    ("2", "이", "는", "로"),
    ("3", "삼", "은", "으로"),
    ("4", "사", "는", "로"),
    ("5", "오", "는", "로"),
    ("6", "육", "은", "으로"),
    ("7", "칠", "은", "로"),
    ("8", "팔", "은", "로"),
    ("9", "구", "는", "로"),
    ("1,650", "오십", "은", "으로"),
    ("1,600", "육백", "은", "으로"),
    ("4,000", "사천", "은", "으로"),
    ("10,000", "만", "은", "으로"),
    ("250,000", "이십오만", "은", "으로"),
    ("300,000,000", "삼억", "은", "으로"),
    ("5,000,000,000,000", "오조", "는", "로"),
    ("1,234", "사", "는", "로"),
    ("2.79", "칠구", "는", "로"),
    ("3.00", "영영", "은", "으로"),
    ("0.51", "오일", "은", "로"),
    ("12.84억", "억", "은", "으로"),
    ("3,434만", "만", "은", "으로"),
    # signs, currencies and units
    ("98.3%", "퍼센트", "는", "로"),
    ("0.22%p", "퍼센트포인트", "는", "로"),
    ("66,180원", "원", "은", "으로"),
    ("12억 8,434만 원", "원", "은", "으로"),
    ("$181,000", "달러", "는", "로"),
    ("US$3,011", "달러", "는", "로"),
    ("€1,000", "유로", "는", "로"),
    ("CN¥500", "위안", "은", "으로"),
    ("USD 500", "달러", "는", "로"),
    ("500 USD", "달러", "는", "로"),
    ("−US$3,011", "달러", "는", "로"),
    ("100km", "킬로미터", "는", "로"),
    ("3kg", "킬로그램", "은", "으로"),
    ("15:00", "시", "는", "로"),
    ("15:30", "분", "은", "으로"),
    # acronyms by the names of their letters
    ("CAC", "시", "는", "로"),
    ("ROAS", "에스", "는", "로"),
    ("MQL", "엘", "은", "로"),
    ("CTR", "알", "은", "로"),
    ("CRM", "엠", "은", "으로"),
    ("USD", "디", "는", "로"),
    ("GA4", "사", "는", "로"),
    ("CLV : CAC", "시", "는", "로"),
    # words in Latin letters, as Hangul writes them
    ("Email", "이메일", "은", "로"),
    ("Paid social", "소셜", "은", "로"),
    ("Direct", "다이렉트", "는", "로"),
    ("Organic search", "서치", "는", "로"),
    ("Affiliates", "어필리에이츠", "는", "로"),
    ("Lighting", "라이팅", "은", "으로"),
    ("Furniture", "퍼니처", "는", "로"),
    ("Google", "구글", "은", "로"),
    ("Mobile", "모바일", "은", "로"),
    ("Desktop", "데스크톱", "은", "으로"),
    ("Tablet", "태블릿", "은", "으로"),
    ("Instagram", "인스타그램", "은", "으로"),
    ("YouTube", "유튜브", "는", "로"),
    ("TikTok", "틱톡", "은", "으로"),
    ("Facebook", "페이스북", "은", "으로"),
    ("Naver", "네이버", "는", "로"),
    ("Online", "온라인", "은", "으로"),
    ("Traffic", "트래픽", "은", "으로"),
    ("Web", "웹", "은", "으로"),
    ("Black", "블랙", "은", "으로"),
    ("Pinterest", "핀터레스트", "는", "로"),
    ("Café", "카페", "는", "로"),
    # what is not read: brackets behind a word, quotation marks, full stops
    ("광고 수익률(ROAS)", "률", "은", "로"),
    ("Email(+US$20,310)", "이메일", "은", "로"),
    ("조명 (신상품 [3종])", "조명", "은", "으로"),
    ("(기타)", "기타", "는", "로"),
    ("‘봄맞이 세일’", "세일", "은", "로"),
    ("“Autumn Living”", "리빙", "은", "으로"),
    ("Acme Inc.", "잉크", "는", "로"),
    ("한빛뷰티™", "티", "는", "로"),
    ("매\u2060출", "출", "은", "로"),
]


@pytest.mark.parametrize(("text", "read", "topic", "toward"), READ_ALOUD)
def test_a_particle_follows_the_sound(text: str, read: str, topic: str, toward: str) -> None:
    assert (particle(text, "은"), particle(text, "으로")) == (topic, toward), f"{text} is read …{read}"


def test_the_table_is_long_and_spells_its_own_readings() -> None:
    assert len(READ_ALOUD) > 60
    assert [row for row in READ_ALOUD if particle(row[1], "은") != row[2] or particle(row[1], "으로") != row[3]] == []


@pytest.mark.parametrize(
    ("wanted", "after_vowel", "after_rieul", "after_consonant"),
    [
        ("은", "는", "은", "은"),
        ("이", "가", "이", "이"),
        ("을", "를", "을", "을"),
        ("과", "와", "과", "과"),
        ("으로", "로", "로", "으로"),
        ("이며", "며", "이며", "이며"),
        ("이었", "였", "이었", "이었"),
    ],
)
def test_every_pair_in_its_three_places(wanted: str, after_vowel: str, after_rieul: str, after_consonant: str) -> None:
    assert [particle(word, wanted) for word in ("비용 대비", "전환율", "주문")] == [
        after_vowel,
        after_rieul,
        after_consonant,
    ]


@pytest.mark.parametrize(("closed", "opened"), sorted(PARTICLES.items()))
def test_either_form_may_be_asked_for(closed: str, opened: str) -> None:
    for word in ("매출", "주문", "광고비"):
        assert particle(word, closed) == particle(word, opened)


@pytest.mark.parametrize(
    ("wanted", "both"), [("은", "은(는)"), ("이", "이(가)"), ("를", "을(를)"), ("와", "과(와)"), ("로", "(으)로")]
)
def test_where_the_sound_is_unknown_both_forms_stand(wanted: str, both: str) -> None:
    assert sound("漢字") is Sound.UNKNOWN
    assert particle("漢字", wanted) == both
    assert particle("", wanted) == both


def test_japanese_letters_are_read_too() -> None:
    assert [particle(word, "은") for word in ("ショップ", "ラーメン")] == ["는", "은"]


def test_another_word_is_no_particle() -> None:
    with pytest.raises(ValueError, match="입니다"):
        particle("매출", "입니다")


def test_in_a_phrase_the_particle_stands_unmarked_behind_the_marked_argument() -> None:
    runs = render(
        parse("{kpi, particle, 은} {value, particle, 으로} 늘었습니다."),
        {"kpi": Run("순매출", source="name"), "value": Run("1,687", fact="f")},
        lambda _: "other",
    )
    assert runs == (
        Run("순매출", source="name"),
        Run("은 "),
        Run("1,687", fact="f"),
        Run("로 늘었습니다."),
    )
    assert plain(runs) == "순매출은 1,687로 늘었습니다."
