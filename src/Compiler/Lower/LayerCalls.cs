using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Calls of layers, by their fields' names or as values.</summary>
internal sealed class LayerCalls(Evaluator evaluator, NetworkLowering lowering, LoweringErrors errors)
{
    /// <returns>The layer, several of an array of layers, or an unknown value.</returns>
    public object Find(Frame frame, LayerReference reference)
    {
        LayerSpec layer = frame.Declaration.Layers.First(candidate => candidate.Name == reference.Field);
        if (layer.Count is null) return new LayerValue(layer, null);
        return LayerExpansion.Elements(evaluator, errors, frame.Home, layer) is { } count
            ? new Several(Enumerable.Range(0, count).Select(element => new LayerValue(layer, element)))
            : UnknownValue.Instance;
    }

    public object Call(Frame frame, CallValue call)
    {
        evaluator.Step(frame, call.Id);
        object target = evaluator.Evaluate(frame, call.Target);
        object[] values = [.. call.Arguments.Select(argument => evaluator.Evaluate(frame, argument.Value))];
        return target switch
        {
            LayerValue layer => Call(frame, new Call(call.Id, layer.Layer.Name, call.Arguments), layer, values),
            UnknownValue => target,
            _ => errors.Add(frame.Error(
                call.Id, DiagnosticIds.UnexpectedValue, $"This is {Scalars.Describe(target)}, but a layer was expected here")),
        };
    }

    /// <param name="values">Of the call's arguments. An array of tensors stands for all of them.</param>
    public object Call(Frame frame, Call call, LayerValue layer, IReadOnlyList<object> values)
    {
        var inputs = new List<object>();
        for (int i = 0; i < values.Count; i++)
        {
            IList<object> items = values[i] is Several several ? several.Items : [values[i]];
            if (items.FirstOrDefault(item => item is not (TensorValue or UnknownValue)) is { } wrong)
            {
                return errors.Add(frame.Error(
                    call.Arguments[i].Value.Id, DiagnosticIds.UnexpectedValue,
                    $"A tensor was expected here, but this is {Scalars.Describe(wrong)}"));
            }

            inputs.AddRange(items);
        }

        return inputs.Count > 0
            ? lowering.ApplyLayer(frame, layer, inputs, call.Id)
            : errors.Add(frame.Error(
                call.Id, DiagnosticIds.BlockInputs,
                $"The layer '{call.Function}' is called with no tensor; give it one, as in '{call.Function}(x)'"));
    }
}
