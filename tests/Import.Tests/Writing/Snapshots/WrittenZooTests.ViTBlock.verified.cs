using Fusion;
using static Fusion.Ops;

namespace Sample;

[FusedNetwork(197, 192)]
public partial class ViTBlock
{
    [Block<TransformerBlock>]   Layer block;

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