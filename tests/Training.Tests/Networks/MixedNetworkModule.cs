using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary><see cref="MixedNetwork"/> in TorchSharp.</summary>
internal sealed class MixedNetworkModule : TorchNetwork
{
    private readonly Module<torch.Tensor, torch.Tensor> stem, grouped, pooled, filtered, left, right, down, excited, across, map;
    private readonly Module<torch.Tensor, torch.Tensor> greatest, flat, logits;

    public MixedNetworkModule() : base(nameof(MixedNetwork))
    {
        stem = Sequential(Conv2d(3, 8, 3, 1, 1, bias: false), BatchNorm2d(8));
        grouped = Conv2d(8, 8, 3, 1, 1, groups: 2);
        pooled = Conv2d(8, 8, 1);
        filtered = Sequential(Conv2d(8, 8, 5, 1, 2, groups: 8), PReLU(8));
        left = Conv2d(12, 12, 3, 1, 2, 2);
        right = Conv2d(12, 12, 1);
        down = Sequential(Conv2d(12, 16, (3, 2), (2, 2), (1, 0), bias: false), BatchNorm2d(16, eps: 0.001));
        excited = new MaxExciteModule();
        across = Conv2d(16, 16, 1, bias: false);
        map = Sequential(Conv2d(16, 5, 3, 1, 1), BatchNorm2d(5));
        greatest = Linear(16, 6);
        flat = Linear(48, 6);
        logits = Linear(12, 7);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor x = functional.local_response_norm(functional.gelu(stem.call(images)), 3, alpha: 0.5);
        torch.Tensor product = Product(functional.max_pool2d(x, 3, 2, 1));
        torch.Tensor low = excited.call(functional.leaky_relu(down.call(product), 0.1));
        torch.Tensor high = functional.elu(across.call(Enlarge(low, torch.InterpolationMode.Nearest)), 0.7)
            + Enlarge(low, torch.InterpolationMode.Bilinear, false);
        torch.Tensor weighed = high * functional.softmax(functional.pad(product, [0, 0, 0, 0, 1, 3]), 1);
        torch.Tensor picked = functional.avg_pool2d(weighed, 2).slice(1, 4, 12, 1);
        torch.Tensor first = functional.gelu(greatest.call(functional.adaptive_max_pool2d(weighed, [1, 1]).flatten(1)),
            TorchSharp.Modules.GELU.Approximate.tanh);
        torch.Tensor second = HardSigmoid(flat.call(picked.flatten(1)));
        return new Dictionary<string, torch.Tensor>
        {
            ["classes"] = logits.call(torch.cat([first, second], 1)),
            ["pixels"] = map.call(Enlarge(weighed, torch.InterpolationMode.Bilinear, true)),
        };
    }

    /// <summary>Three branches, shuffled, and the product of what is made of their halves.</summary>
    private torch.Tensor Product(torch.Tensor x)
    {
        torch.Tensor averages = functional.avg_pool2d(x, 3, 1, 1, count_include_pad: false);
        torch.Tensor branches = torch.cat(
            [functional.silu(grouped.call(x)), functional.hardswish(pooled.call(averages)), filtered.call(x)], 1);
        torch.Tensor[] halves = torch.nn.ChannelShuffle(3).call(branches).chunk(2, 1);
        return functional.tanh(left.call(halves[0])) * functional.sigmoid(right.call(halves[1]));
    }

    private static torch.Tensor Enlarge(torch.Tensor x, torch.InterpolationMode mode, bool? alignCorners = null) =>
        functional.interpolate(x, scale_factor: [2, 2], mode: mode, align_corners: alignCorners);

    /// <summary>PyTorch's own has 1/6 in single precision in its gradient, whatever the type of its values.</summary>
    private static torch.Tensor HardSigmoid(torch.Tensor x) => functional.relu6(x + 3) / 6;

    private sealed class MaxExciteModule : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Module<torch.Tensor, torch.Tensor> fc1, fc2;

        public MaxExciteModule() : base(nameof(MaxExciteModule))
        {
            fc1 = Conv2d(16, 4, 1);
            fc2 = Conv2d(4, 16, 1);
            RegisterComponents();
        }

        public override torch.Tensor forward(torch.Tensor x) =>
            x * HardSigmoid(fc2.call(functional.mish(fc1.call(functional.adaptive_max_pool2d(x, [1, 1])))));
    }
}
