"""What each stream says of what it did not learn from: ``python -m fer_desktop.training.fusion.prepare --help``.

Faces: validation and test part of FER+, by the shipped weights. Voices: EmoDB, each speaker by the recogniser that was
trained without them. Words: dev and test part of GoEmotions, by a finished run. Takes a minute or two.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.core.voice import scores_of
from fer_desktop.paths import voice_weights_dir, weights_dir, words_weights_dir
from fer_desktop.training.crops import clean_crops
from fer_desktop.training.data import load_fer_plus
from fer_desktop.training.evaluate import first_step
from fer_desktop.training.fusion.streams import Stream, save_streams
from fer_desktop.training.voice.answers import RECOGNISER, load_answers
from fer_desktop.training.voice.corpus import SPEAKERS
from fer_desktop.training.words.batches import stacked
from fer_desktop.training.words.corpus import common_words, load_texts
from fer_desktop.training.words.train import trained
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.weights import load_network
from fer_desktop.voice.manifest import CLASSES as VOICE_CLASSES
from fer_desktop.voice.manifest import read_voice_manifest
from fer_desktop.words.manifest import CLASSES as WORDS_CLASSES
from fer_desktop.words.manifest import WordsNetworkConfig
from fer_desktop.words.reader import open_reader
from fer_desktop.words.tokens import N_BUCKETS, Vocabulary


@torch.inference_mode()
def faces(archive: Path, aligned: Path, split: str) -> Stream:
    """Photographs on which most of the crowd agree."""
    network, manifest = load_network(weights_dir())
    data = load_fer_plus(archive, aligned, split)
    crops = clean_crops(data, manifest.network.input_px)[data.majority]
    parts = [torch.from_numpy(network_input(crops[i : i + 128])) for i in range(0, len(crops), 128)]
    features = torch.cat([network.cnn(part)[0] for part in parts]).numpy()
    _, scores = first_step(network, crops)
    labels = data.labels[data.majority].argmax(axis=1)
    return Stream(features[:, None], scores, labels, np.arange(len(labels)))


def voices(answers: Path) -> Stream:
    """Utterances, each as the recogniser hears it that does not know the speaker; boredom is none of our classes."""
    temperature = read_voice_manifest(voice_weights_dir()).calibration["temperature"]
    features, probabilities, labels, people = [], [], [], []
    for person, speaker in enumerate(SPEAKERS):
        live, _ = load_answers(answers, RECOGNISER, "live", (speaker,))
        whole, truth = load_answers(answers, RECOGNISER, "whole", (speaker,))
        for moments, label in zip(np.stack([live, whole], axis=1) / temperature, truth, strict=True):
            if (name := VOICE_CLASSES[label]) in EXPRESSIONS:
                exponentials = np.exp(moments[-1] - moments[-1].max())
                features.append(moments)
                probabilities.append(scores_of(VOICE_CLASSES, exponentials / exponentials.sum()).probabilities)
                labels.append(EXPRESSIONS.index(name))
                people.append(person)
    return Stream(np.array(features, np.float32), np.array(probabilities), np.array(labels), np.array(people))


@torch.inference_mode()
def words(folder: Path, run: Path, part: str) -> Stream:
    """Sentences with one label, without what is denied in them, as the program reads them."""
    vocabulary = Vocabulary(common_words(load_texts(folder, "train").found))
    network = trained(run, WordsNetworkConfig(n_words=len(vocabulary), n_buckets=N_BUCKETS))
    reader = open_reader(words_weights_dir())
    temperature = reader.manifest.calibration["temperature"]
    texts = load_texts(folder, part)
    places = [EXPRESSIONS.index(name) for name in WORDS_CLASSES]
    features, probabilities, labels = [], [], []
    for i in np.flatnonzero(texts.labels.sum(axis=1) == 1):
        numbers, grams, loud = (torch.from_numpy(a) for a in stacked([reader.numbers(texts.texts[i])]))
        seen = network.features(network.words(numbers), network.grams(grams), grams, loud)
        answer: NDArray[np.float32] = np.full(N_EXPRESSIONS, np.nan, np.float32)
        answer[places] = (network.classifier(seen)[0] / temperature).softmax(0).numpy()
        features.append(seen.numpy())
        probabilities.append(answer)
        labels.append(places[int(texts.labels[i].argmax())])
    return Stream(np.array(features), np.array(probabilities), np.array(labels), np.arange(len(labels)))


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.fusion.prepare", description=__doc__)
    parser.add_argument("--faces", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--voices", type=Path, default=Path("runs/voice/loso"), help="folder of voice.protocol")
    parser.add_argument("--words", type=Path, required=True, help="folder of GoEmotions")
    parser.add_argument("--run", type=Path, required=True, help="finished run of training.words.train")
    parser.add_argument("--out", type=Path, default=Path("runs/fusion/streams.npz"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    archive = arguments.faces / "ferplus.npz"
    streams = {
        "face_fit": faces(archive, arguments.aligned, "validation"),
        "face_test": faces(archive, arguments.aligned, "test"),
        "voice": voices(arguments.voices),
        "words_fit": words(arguments.words, arguments.run, "dev"),
        "words_test": words(arguments.words, arguments.run, "test"),
    }
    save_streams(arguments.out, streams)
    print({name: len(stream.labels) for name, stream in streams.items()})


if __name__ == "__main__":
    main()
