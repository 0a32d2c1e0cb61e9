"""What a report says of voice and words, and of what they and the face say together."""

from __future__ import annotations

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fusion import STREAMS
from fer_desktop.results.fusion import FusionStatistics, fusion_statistics
from fer_desktop.results.tables import ReportTable, known
from fer_desktop.results.voice import VoiceStatistics, voice_statistics
from fer_desktop.results.words import WordsStatistics, words_statistics
from fer_desktop.session.library import Session


def stream_tables(session: Session) -> list[ReportTable]:
    """A table for each stream beside the face that is there, and one for all together."""
    tables = []
    if (voice := voice_statistics(session)) is not None:
        tables.append(ReportTable("Voice", (), _voice(voice)))
    if (words := words_statistics(session)) is not None:
        tables.append(ReportTable("Words", (), _words(words)))
    if together := fusion_statistics(session):
        tables.append(_fusion(session, together))
    return tables


def _voice(voice: VoiceStatistics) -> list[tuple[str, ...]]:
    return [
        ("heard", f"{voice.heard_s:.1f} s"),
        ("speech", f"{voice.speech_s:.1f} s"),
        ("utterances", str(voice.n_utterances)),
        ("pitch (median)", known(voice.pitch_hz, "{:.0f} Hz")),
        ("loudness", known(voice.loudness_db, "{:.1f} dB")),
        ("syllables per second", known(voice.syllables_per_s, "{:.1f}")),
        ("arousal", known(voice.arousal, "{:+.2f}")),
        ("expression of the voice on top", _tops(voice.top_share)),
    ]


def _words(words: WordsStatistics) -> list[tuple[str, ...]]:
    return [
        ("transcript", words.source),
        ("lines", str(words.n_lines)),
        ("lines that were read", str(words.n_read)),
        ("spoken", f"{words.spoken_s:.1f} s"),
        ("languages", ", ".join(f"{name or 'not known'} {n}" for name, n in words.languages.items()) or "-"),
        ("polarity", known(words.polarity, "{:+.2f}")),
        ("expression of the words on top", _tops(words.top_share)),
    ]


def _fusion(session: Session, statistics: list[FusionStatistics]) -> ReportTable:
    rows: list[tuple[str, ...]] = [
        (
            "no face" if s.face_id is None else session.name_of(s.face_id),
            f"{s.decided_s:.1f}",
            f"{s.together_s:.1f}",
            *(f"{s.top_share[name]:.1%}" for name in EXPRESSIONS),
            *(_share_or_none(s.weight[name]) for name in STREAMS),
            _share_or_none(s.turned),
        )
        for s in statistics
    ]
    weights = (f"weight of the {name}" for name in STREAMS)
    head = ("face", "decided (s)", "by several (s)", *EXPRESSIONS, *weights, "against the face")
    return ReportTable("Face, voice and words together: share of time with each expression on top", head, rows)


def _tops(share: dict[str, float]) -> str:
    """Expressions and their shares of time, the largest first."""
    tops = sorted((name for name in EXPRESSIONS if share[name]), key=lambda name: -share[name])
    return ", ".join(f"{name} {share[name]:.0%}" for name in tops) or "-"


def _share_or_none(value: float) -> str:
    return known(value, "{:.0%}")
