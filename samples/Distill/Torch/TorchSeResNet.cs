using Fusion.Samples.Distill.Networks;
using Fusion.Samples.Distill.Pictures;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Samples.Distill.Torch;

using TensorModule = Module<torch.Tensor, torch.Tensor>;

/// <summary><see cref="Teacher"/> or <see cref="Student"/> in TorchSharp.</summary>
internal sealed class TorchSeResNet : Module
{
    private readonly TensorModule _stem, _logits;
    private readonly TensorModule[] _stages;

    /// <param name="stages">Width and blocks of each.</param>
    private TorchSeResNet(params (int Width, int Blocks)[] stages) : base(nameof(TorchSeResNet))
    {
        int inputs = stages[0].Width;
        _stem = Sequential(Conv2d(1, inputs, 3, 1, 1, bias: false), BatchNorm2d(inputs), ReLU());
        _stages = new TensorModule[stages.Length];
        for (int i = 0; i < stages.Length; i++)
        {
            (int width, int blocks) = stages[i];
            int first = inputs, stride = i == 0 ? 1 : 2;
            _stages[i] = Sequential(Enumerable.Range(0, blocks).Select(
                block => (TensorModule)new TorchSeBlock(block == 0 ? first : width, width, block == 0 ? stride : 1)));
            register_module($"stage{i + 1}", _stages[i]);
            inputs = width;
        }
        _logits = Linear(inputs, Clothes.ClassCount);
        register_module("stem", _stem);
        register_module("logits", _logits);
    }

    public static TorchSeResNet OfTeacher() => Checked(new((32, 2), (64, 2), (128, 3)), Teacher.Description);

    public static TorchSeResNet OfStudent() => Checked(new((16, 1), (32, 1), (64, 1)), Student.Description);

    private static TorchSeResNet Checked(TorchSeResNet module, NetworkInfo declared)
    {
        long parameters = module.parameters().Sum(parameter => parameter.numel());
        return parameters == declared.ParameterCount ? module
            : throw new InvalidOperationException(
                $"{declared.Name} has {declared.ParameterCount} parameters, its module in TorchSharp {parameters}: they are not the same.");
    }

    /// <summary>The logits, and what the last two stages show.</summary>
    public (torch.Tensor Logits, torch.Tensor Middle, torch.Tensor Last) Run(torch.Tensor images)
    {
        torch.Tensor middle = _stages[1].call(_stages[0].call(_stem.call(images))), last = _stages[2].call(middle);
        return (_logits.call(last.mean([2, 3])), middle, last);
    }
}

/// <summary><see cref="SeBlock"/> in TorchSharp.</summary>
internal sealed class TorchSeBlock : TensorModule
{
    private readonly TensorModule main, fc1, fc2;
    private readonly TensorModule? downsample;

    public TorchSeBlock(int inputs, int width, int stride) : base(nameof(TorchSeBlock))
    {
        main = Sequential(
            Conv2d(inputs, width, 3, stride, 1, bias: false), BatchNorm2d(width), ReLU(),
            Conv2d(width, width, 3, 1, 1, bias: false), BatchNorm2d(width));
        (fc1, fc2) = (Conv2d(width, width / 8, 1), Conv2d(width / 8, width, 1));
        if (stride != 1 || inputs != width) downsample = Sequential(Conv2d(inputs, width, 1, stride, bias: false), BatchNorm2d(width));
        RegisterComponents();
    }

    public override torch.Tensor forward(torch.Tensor x)
    {
        torch.Tensor y = main.call(x);
        torch.Tensor gate = functional.sigmoid(fc2.call(functional.relu(fc1.call(y.mean([2, 3], keepdim: true)))));
        return functional.relu(y * gate + (downsample is null ? x : downsample.call(x)));
    }
}
