using Fusion.Import.Fold;
using Fusion.Import.Protocol;

namespace Fusion.Import.Operators;

/// <summary>A constant that is added to each channel right behind a layer without a bias: its bias.</summary>
internal sealed record FollowingBias(ModelNode Add, ConstantTensor Bias)
{
    /// <param name="channelAxis">Which of the result's dimensions the channels are.</param>
    /// <param name="rank">How many dimensions the result has.</param>
    public static FollowingBias? Find(NodeContext context, int channels, int channelAxis, int rank)
    {
        if (context.Session.SoleConsumer(context.Node.Outputs[0]) is not { Operator: "Add", Inputs.Count: 2 } add) return null;
        string other = add.Inputs[0] == context.Node.Outputs[0] ? add.Inputs[1] : add.Inputs[0];
        if (!context.Session.Values.TryGetValue(other, out ImportedValue value) || value.Constant is not { } bias) return null;
        int place = channelAxis - rank + bias.Rank;
        bool fits = bias.Elements == channels && bias.Rank <= rank && place >= 0 && bias.Dimensions[place] == channels;
        return fits ? new FollowingBias(add, bias) : null;
    }

    /// <summary>Makes the sum the layer's own result.</summary>
    public void Return(NodeContext context, ImportedValue result)
    {
        context.Session.Values[Add.Outputs[0]] = result;
        context.Session.Done.Add(Add);
    }
}
