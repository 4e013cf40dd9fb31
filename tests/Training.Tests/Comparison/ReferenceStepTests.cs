using Fusion.Compiler.Differentiate;
using Fusion.Training.Tests.Torch;
using TorchSharp;

namespace Fusion.Training.Tests.Comparison;

/// <summary>One step of whole networks: the reference interpreter on our own gradients against TorchSharp's.</summary>
public class ReferenceStepTests
{
    private const int Samples = 4;

    public static TheoryData<string> Networks => TrainedNetworks.Names;

    [TorchTheory]
    [MemberData(nameof(Networks))]
    public void Agrees_with_TorchSharp_in_double_precision(string name)
    {
        NetworkPair pair = TrainedNetworks.Find(name);
        StepInput input = StepInput.Random(pair, Samples);
        StepComparison.Close(TorchStep.Run(pair, input, torch.float64), ReferenceStep.Run(pair, input), StepComparison.DoublePrecision);
    }

    [TorchTheory]
    [MemberData(nameof(Networks))]
    public void Agrees_with_TorchSharp_in_single_precision(string name)
    {
        NetworkPair pair = TrainedNetworks.Find(name);
        StepInput input = StepInput.Random(pair, Samples);
        StepComparison.Close(ReferenceStep.Run(pair, input), TorchStep.Run(pair, input, torch.float32), StepComparison.SinglePrecision);
    }

    [TorchFact]
    public void Frozen_layers_agree_with_TorchSharp()
    {
        NetworkPair pair = TrainedNetworks.Find("SeResNet20");
        StepInput input = StepInput.Random(pair, Samples);
        var frozen = new FrozenLayers(["conv1", "bn1", "layer1", "layer2.0", "layer3.1.bn2"]);
        StepComparison.Close(
            TorchStep.Run(pair, input, torch.float64, frozen), ReferenceStep.Run(pair, input, frozen), StepComparison.DoublePrecision);
    }
}
