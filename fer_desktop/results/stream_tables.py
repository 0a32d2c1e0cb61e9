"""What a report says of voice and words, and of what they and the face say together."""

from __future__ import annotations

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fusion import STREAMS
from fer_desktop.results.fusion import FusionStatistics, fusion_statistics
from fer_desktop.results.phrases import NAMES, Phrase, joined
from fer_desktop.results.tables import ReportTable, known
from fer_desktop.results.voice import VoiceStatistics, voice_statistics
from fer_desktop.results.words import WordsStatistics, words_statistics
from fer_desktop.session.library import Session

_WEIGHTS = {
    "face": Phrase("weight of the face"),
    "voice": Phrase("weight of the voice"),
    "words": Phrase("weight of the words"),
}


def stream_tables(session: Session) -> list[ReportTable]:
    """A table for each stream beside the face that is there, and one for all together."""
    tables = []
    if (voice := voice_statistics(session)) is not None:
        tables.append(ReportTable(Phrase("Voice"), (), _voice(voice)))
    if (words := words_statistics(session)) is not None:
        tables.append(ReportTable(Phrase("Words"), (), _words(words)))
    if together := fusion_statistics(session):
        tables.append(_fusion(session, together))
    return tables


def _voice(voice: VoiceStatistics) -> list[tuple[str, ...]]:
    return [
        (Phrase("heard"), f"{voice.heard_s:.1f} s"),
        (Phrase("speech"), f"{voice.speech_s:.1f} s"),
        (Phrase("utterances"), str(voice.n_utterances)),
        (Phrase("pitch (median)"), known(voice.pitch_hz, "{:.0f} Hz")),
        (Phrase("loudness"), known(voice.loudness_db, "{:.1f} dB")),
        (Phrase("syllables per second"), known(voice.syllables_per_s, "{:.1f}")),
        (Phrase("arousal"), known(voice.arousal, "{:+.2f}")),
        (Phrase("expression of the voice on top"), _tops(voice.top_share)),
    ]


def _words(words: WordsStatistics) -> list[tuple[str, ...]]:
    return [
        (Phrase("transcript"), words.source),
        (Phrase("lines"), str(words.n_lines)),
        (Phrase("lines that were read"), str(words.n_read)),
        (Phrase("spoken"), f"{words.spoken_s:.1f} s"),
        (Phrase("languages"), _languages(words.languages)),
        (Phrase("polarity"), known(words.polarity, "{:+.2f}")),
        (Phrase("expression of the words on top"), _tops(words.top_share)),
    ]


def _fusion(session: Session, statistics: list[FusionStatistics]) -> ReportTable:
    rows: list[tuple[str, ...]] = [
        (
            Phrase("voice and words without a face") if s.face_id is None else session.name_of(s.face_id),
            f"{s.decided_s:.1f}",
            f"{s.together_s:.1f}",
            *(f"{s.top_share[name]:.1%}" for name in EXPRESSIONS),
            *(_share_or_none(s.weight[name]) for name in STREAMS),
            _share_or_none(s.turned),
        )
        for s in statistics
    ]
    head = (
        *(Phrase("face"), Phrase("decided (s)"), Phrase("by several (s)"), *NAMES),
        *(_WEIGHTS[name] for name in STREAMS),
        Phrase("against the face"),
    )
    heading = Phrase("Face, voice and words together: share of time with each expression on top")
    return ReportTable(heading, head, rows)


def _languages(lines: dict[str, int]) -> str:
    """Languages and how many lines are in each."""
    return joined(Phrase("{name} {n}", name=name or Phrase("not known"), n=n) for name, n in lines.items()) or "-"


def _tops(share: dict[str, float]) -> str:
    """Expressions and their shares of time, the largest first."""
    tops = sorted((name for name in EXPRESSIONS if share[name] > 0), key=lambda name: -share[name])
    return joined(Phrase("{name} {share}", name=Phrase(name), share=f"{share[name]:.0%}") for name in tops) or "-"


def _share_or_none(value: float) -> str:
    return known(value, "{:.0%}")
