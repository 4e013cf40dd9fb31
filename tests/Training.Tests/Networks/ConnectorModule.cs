using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

using Parameter = TorchSharp.Modules.Parameter;

/// <summary>An alignment's connector in TorchSharp: a 1×1 convolution, and a norm where it is asked for.</summary>
internal sealed class ConnectorModule : Module<torch.Tensor, torch.Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly Module<torch.Tensor, torch.Tensor>? norm;

    public ConnectorModule(string alignment, int inputs, int outputs, bool hasBias = true, bool hasNorm = false) : base(alignment)
    {
        Alignment = alignment;
        weight = Parameter(torch.zeros(outputs, inputs, 1, 1));
        bias = hasBias ? Parameter(torch.zeros(outputs)) : null;
        norm = hasNorm ? BatchNorm2d(outputs) : null;
        RegisterComponents();
    }

    public string Alignment { get; }

    public override torch.Tensor forward(torch.Tensor features)
    {
        torch.Tensor result = functional.conv2d(features, weight, bias);
        return norm is null ? result : norm.call(result);
    }
}
