using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(224, 224, 3)]
public partial class ViTTiny
{
    [Parameter(1, 192)]                                                                       Tensor cls_token;
    [Conv(192, 16, Stride = 16, Padding = 0, Name = "patch_embed.proj"), Reshape(196, 192)]   Layer proj;
    [Parameter(197, 192)]                                                                     Tensor pos_embed;
    [Block<TransformerBlock>(Repeat = 12), Gather(0)]                                         Layer blocks;
    [LayerNorm(Epsilon = 1e-6), Mean(Axes.Width)]                                             Layer norm;
    [Linear(1000)]                                                                            Layer head;

    Tensor Forward(Tensor x) => head(norm(blocks(Append(cls_token, proj(x)) + pos_embed)));

    /// <summary>Tokens that attend to each other.</summary>
    [Block]
    public partial class SelfAttention
    {
        [Linear(576)]   Layer qkv;
        [Linear(192)]   Layer proj;

        Tensor Forward(Tensor x)
        {
            var y = qkv(x);
            return proj(Attention(Split(y, 3)[0], Split(y, 3)[1], Split(y, 3)[2], heads: 3));
        }
    }

    [Block]
    public partial class Mlp
    {
        [Linear(768), Gelu]   Layer fc1;
        [Linear(192)]         Layer fc2;
    }

    /// <summary>Tokens that attend to each other, and then each by itself.</summary>
    [Block]
    public partial class TransformerBlock
    {
        [LayerNorm(Epsilon = 1e-6)]   Layer norm1;
        [Block<SelfAttention>]        Layer attn;
        [LayerNorm(Epsilon = 1e-6)]   Layer norm2;
        [Block<Mlp>]                  Layer mlp;

        Tensor Forward(Tensor x)
        {
            var y = x + attn(norm1(x));
            return y + mlp(norm2(y));
        }
    }
}