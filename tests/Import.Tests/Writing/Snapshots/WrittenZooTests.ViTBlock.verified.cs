namespace Sample;

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
    [LayerNorm(Epsilon = 1e-6)]                  Layer norm1;
    [MultiHeadAttention(3, Name = "attn.qkv")]   Layer qkv;
    [LayerNorm(Epsilon = 1e-6)]                  Layer norm2;
    [Block<Mlp>]                                 Layer mlp;

    Tensor Forward(Tensor x)
    {
        var y = x + qkv(norm1(x));
        return y + mlp(norm2(y));
    }
}

[FusedNetwork(197, 192)]
public partial class ViTBlock
{
    [Block<TransformerBlock>]   Layer block;
}