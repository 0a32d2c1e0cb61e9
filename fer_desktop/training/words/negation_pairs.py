"""Sentences with what they deny, written for this project: the check of negation.

No sentence is from the corpus. `CHOOSING` is looked at while a network is chosen, `JUDGING` when it is. `HELD` are
sentences with a negation that denies nothing of what they express, or with a turn after it.
"""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """A sentence and its denial.

    Attributes:
        expression: What the plain sentence expresses.
        plain, denied: The sentences.
    """

    expression: str
    plain: str
    denied: str


CHOOSING = (
    Pair("sadness", "I'm sad.", "I'm not sad."),
    Pair("sadness", "She was crying all night.", "She wasn't crying all night."),
    Pair("sadness", "It makes me miserable.", "It doesn't make me miserable."),
    Pair("sadness", "I feel lonely here.", "I don't feel lonely here."),
    Pair("sadness", "We are disappointed in you.", "We are not disappointed in you."),
    Pair("sadness", "He regrets it.", "He has never regretted it."),
    Pair("anger", "I hate you.", "I don't hate you."),
    Pair("anger", "I'm angry.", "I'm not angry."),
    Pair("anger", "My boss was furious about the delay.", "My boss wasn't furious about the delay."),
    Pair("anger", "That is annoying.", "That isn't annoying at all."),
    Pair("anger", "They were mad at us.", "They were never mad at us."),
    Pair("anger", "You ruined everything, you idiot.", "You didn't ruin anything, you're no idiot."),
    Pair("fear", "I'm scared.", "I'm not scared."),
    Pair("fear", "There is something to be afraid of.", "There is nothing to be afraid of."),
    Pair("fear", "The surgery terrifies me.", "The surgery doesn't terrify me."),
    Pair("fear", "I am worried about the exam.", "I am not worried about the exam."),
    Pair("disgust", "This is disgusting.", "This isn't disgusting."),
    Pair("disgust", "The food was gross.", "The food wasn't gross at all."),
    Pair("disgust", "Spiders disgust me.", "Spiders don't disgust me."),
    Pair("surprise", "I'm surprised.", "I'm not surprised."),
    Pair("surprise", "The news shocked me.", "The news didn't shock me."),
    Pair("happiness", "I'm happy.", "I'm not happy at all."),
    Pair("happiness", "I love it.", "I don't love it."),
    Pair("happiness", "It was a good movie.", "It was not a good movie."),
    Pair("happiness", "We enjoyed the concert.", "We didn't enjoy the concert."),
    Pair("happiness", "I'm proud of what I did.", "I'm not proud of what I did."),
    Pair("happiness", "That's funny.", "That's not funny."),
    Pair("happiness", "The party was fun.", "The party was no fun."),
    Pair("happiness", "I am excited about the new job.", "I am hardly excited about the new job."),
    Pair("happiness", "He is a nice person.", "He isn't a very nice person."),
)
JUDGING = (
    Pair("sadness", "I was heartbroken when he left.", "I wasn't heartbroken when he left."),
    Pair("sadness", "My sister is depressed.", "My sister is not depressed."),
    Pair("sadness", "The ending made me cry.", "The ending did not make me cry."),
    Pair("sadness", "Losing that game hurt.", "Losing that game didn't hurt."),
    Pair("sadness", "I miss my old school.", "I don't miss my old school."),
    Pair("sadness", "It's a tragic story.", "It's not a tragic story."),
    Pair("sadness", "He sounded unhappy on the phone.", "He didn't sound unhappy on the phone."),
    Pair("sadness", "I'm sorry for what I said.", "I'm not sorry for what I said."),
    Pair("sadness", "We were devastated by the result.", "We were by no means devastated by the result."),
    Pair("sadness", "I feel hopeless today.", "I don't feel hopeless anymore."),
    Pair("sadness", "The children looked sad.", "None of the children looked sad."),
    Pair("sadness", "It pains me to see her go.", "It doesn't pain me to see her go."),
    Pair("anger", "I am so mad right now.", "I am not mad right now."),
    Pair("anger", "He gets irritated by the noise.", "He never gets irritated by the noise."),
    Pair("anger", "Your brother is a stupid liar.", "Your brother is not a stupid liar."),
    Pair("anger", "I'm pissed at him.", "I'm not pissed at him, really."),
    Pair("anger", "The customers were outraged.", "The customers weren't outraged."),
    Pair("anger", "She hated the colour.", "She didn't hate the colour."),
    Pair("anger", "It bothers me that he is late.", "It doesn't bother me that he is late."),
    Pair("anger", "What you did was wrong and unfair.", "What you did was neither wrong nor unfair."),
    Pair("anger", "I blame you for this mess.", "I don't blame you for this mess."),
    Pair("anger", "You are a terrible father.", "You are not a terrible father."),
    Pair("anger", "My neighbours are getting on my nerves.", "My neighbours aren't getting on my nerves."),
    Pair("anger", "I want to punch him.", "I never wanted to punch him."),
    Pair("fear", "I'm afraid of the dark.", "I'm not afraid of the dark."),
    Pair("fear", "The dog looks dangerous and scary.", "The dog doesn't look dangerous or scary."),
    Pair("fear", "I was nervous before the talk.", "I wasn't nervous before the talk."),
    Pair("fear", "She panicked when the lights went out.", "She didn't panic when the lights went out."),
    Pair("fear", "Flying frightens my mother.", "Flying doesn't frighten my mother."),
    Pair("fear", "It is a horror to walk there at night.", "It is no horror to walk there at night."),
    Pair("fear", "He is anxious about money.", "He isn't anxious about money."),
    Pair("fear", "I dread the winter.", "I don't dread the winter."),
    Pair("fear", "You should be worried.", "There is no need to be worried."),
    Pair("fear", "We were terrified on the way home.", "We were not terrified on the way home."),
    Pair("disgust", "The smell made me sick.", "The smell didn't make me sick."),
    Pair("disgust", "That is a nasty habit.", "That is not a nasty habit."),
    Pair("disgust", "The bathroom was filthy and revolting.", "The bathroom wasn't filthy or revolting."),
    Pair("disgust", "He is a creepy man.", "He is not a creepy man."),
    Pair("disgust", "I feel ashamed and embarrassed.", "I don't feel ashamed or embarrassed."),
    Pair("disgust", "Your sandwich looks disgusting.", "Your sandwich does not look disgusting."),
    Pair("surprise", "I was astonished by her answer.", "I wasn't astonished by her answer."),
    Pair("surprise", "It came as a surprise.", "It came as no surprise."),
    Pair("surprise", "Everybody was amazed that he won.", "Nobody was surprised that he won."),
    Pair("surprise", "I'm confused about the rules.", "I'm not confused about the rules."),
    Pair("surprise", "That is unexpected.", "That is not unexpected."),
    Pair("happiness", "I am glad that you called.", "I am not glad that you called."),
    Pair("happiness", "The teacher was pleased with us.", "The teacher was not pleased with us."),
    Pair("happiness", "She likes the idea.", "She doesn't like the idea."),
    Pair("happiness", "Our holiday was wonderful.", "Our holiday was anything but wonderful, it was not nice."),
    Pair("happiness", "I feel great today.", "I don't feel great today."),
    Pair("happiness", "It was a beautiful wedding.", "It wasn't a beautiful wedding."),
    Pair("happiness", "He is thankful for your help.", "He isn't thankful for your help."),
    Pair("happiness", "They had a lot of fun.", "They never had any fun."),
    Pair("happiness", "This is the best idea ever.", "This is not the best idea."),
    Pair("happiness", "I trust and admire him.", "I neither trust nor admire him."),
    Pair("happiness", "The soup tastes delicious.", "The soup doesn't taste delicious."),
    Pair("happiness", "I'm satisfied with the result.", "I'm not satisfied with the result."),
    Pair("happiness", "You did well.", "You didn't do well."),
    Pair("happiness", "I enjoy working here.", "I don't enjoy working here anymore."),
    Pair("happiness", "It's cool that they came.", "It's not cool that they came."),
    Pair("happiness", "She was cheerful on Sunday.", "She was not cheerful on Sunday."),
    Pair("happiness", "I was relieved to hear that.", "I was not relieved to hear that."),
    Pair("happiness", "My parents are happy together.", "My parents aren't happy together."),
    Pair("happiness", "That joke is hilarious.", "That joke is not hilarious."),
)
HELD = (
    ("happiness", "I have never been so happy in my life."),
    ("happiness", "I can't wait to see you, I'm so excited!"),
    ("happiness", "I couldn't be happier with it, thank you."),
    ("happiness", "Isn't she lovely?"),
    ("happiness", "No problem, I love helping you."),
    ("happiness", "She is not only smart but wonderful."),
    ("happiness", "I'm not sad, I'm happy!"),
    ("happiness", "Don't worry, it was great and we loved it."),
    ("happiness", "I can't stop smiling, this is amazing."),
    ("sadness", "I can't stop crying, I miss her."),
    ("sadness", "I'm not angry, I'm just sad."),
    ("sadness", "Nobody came to my birthday and I felt so lonely."),
    ("sadness", "I have never been so sad."),
    ("anger", "I can't stand you, you idiot."),
    ("anger", "Don't you dare touch me, I hate you."),
    ("anger", "I'm not afraid of you, you stupid asshole."),
    ("anger", "Why can't you shut up? You are so annoying."),
    ("anger", "It's not sad, it's infuriating and stupid."),
    ("fear", "I have never been so scared."),
    ("fear", "I can't sleep, I'm terrified of the dark."),
    ("fear", "I'm not angry with him, but I'm afraid of him."),
    ("disgust", "I can't eat this, it's disgusting."),
    ("disgust", "I have never seen anything so gross."),
    ("surprise", "Wow, I did not expect that!"),
    ("surprise", "I can't believe it, what a surprise!"),
    ("neutral", "The train does not stop here."),
    ("neutral", "The meeting is not on Tuesday."),
    ("neutral", "There is no parking in this street."),
    ("neutral", "I have not read that book yet."),
    ("neutral", "He doesn't work on Fridays."),
)
