namespace Fusion.Zoo;

/// <summary>A block of a vision transformer: attention among the tokens, then a perceptron on each, both on normalised values.</summary>
[Block]
public partial class TransformerBlock(int heads)
{
    [LayerNorm(Epsilon = 1e-6)]                                      Layer norm1;
    [Block<TokenAttention>("heads")]                                 Layer attn;
    [LayerNorm(Epsilon = 1e-6)]                                      Layer norm2;
    [Block<Perceptron>]                                              Layer mlp;

    Tensor Forward(Tensor x)
    {
        x = x + attn(norm1(x));
        return x + mlp(norm2(x));
    }
}

/// <summary>Self-attention whose queries, keys and values are one projection.</summary>
[Block]
public partial class TokenAttention(int heads)
{
    [Linear("3 * x.Channels")]   Layer qkv;
    [Linear("x.Channels")]       Layer proj;

    Tensor Forward(Tensor x)
    {
        var (q, k, v) = Split(qkv(x), 3);
        return proj(Attention(q, k, v, heads));
    }
}

/// <summary>Two linear layers with four times as many channels between them.</summary>
[Block]
public partial class Perceptron
{
    [Linear("4 * x.Channels"), Gelu]   Layer fc1;
    [Linear("x.Channels / 4")]         Layer fc2;
}

/// <summary>ViT-Tiny/16 (Dosovitskiy et al. 2021; Touvron et al. 2021). Parameters are named as in timm's
/// <c>vit_tiny_patch16_224</c>.</summary>
[FusedNetwork(224, 224, 3)]
public partial class ViTTiny
{
    [Conv(192, 16, Stride = 16, Padding = 0, Name = "patch_embed.proj"), Reshape(196, 192)]   Layer patches;
    [Parameter(1, 192)]                                                                       Tensor cls_token;
    [Parameter(197, 192)]                                                                     Tensor pos_embed;
    [Block<TransformerBlock>(3, Repeat = 12)]                                                 Layer blocks;
    [LayerNorm(Epsilon = 1e-6)]                                                               Layer norm;
    [Linear(1000)]                                                                            Layer head;

    Tensor Forward(Tensor x)
    {
        x = blocks(Append(cls_token, patches(x)) + pos_embed);
        return head(Reshape(norm(Gather(x, 0)), 192));
    }
}

/// <summary>ViT-Tiny's block on 197 tokens.</summary>
[FusedNetwork(197, 192)]
public partial class ViTBlock
{
    [Block<TransformerBlock>(3)]   Layer block;
}
