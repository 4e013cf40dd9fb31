using System.Globalization;

namespace Fusion.Compiler.Differentiate;

/// <summary>Checks which labels count against the network's results.</summary>
internal static class LabelRules
{
    /// <param name="losses">All of a training.</param>
    /// <param name="nameOf">The name of the step's input for a loss's own.</param>
    /// <param name="resultOf">What a loss looks at.</param>
    /// <exception cref="DifferentiationException">The classes are others, or two losses disagree about the same labels.</exception>
    public static void Check(
        IReadOnlyList<LossSpec> losses, Func<LossSpec, LossInput, string> nameOf, Func<LossSpec, Shape> resultOf)
    {
        for (int i = 0; i < losses.Count; i++)
        {
            if (losses[i].Labels is not { } rule) continue;
            int classes = resultOf(losses[i]).Channels;
            string name = losses[i].Name;
            if (rule.ClassWeights.Count > 0 && rule.ClassWeights.Count != classes)
                throw new DifferentiationException(
                    $"the loss {name} has {rule.ClassWeights.Count} ClassWeights, but the result that it looks at has {classes} classes.",
                    -1, i);
            if (rule.ClassWeights.FirstOrDefault(weight => !(weight >= 0 && weight <= float.MaxValue)) is not 0 and var wrong)
                throw new DifferentiationException(
                    $"the loss {name} has {wrong.ToString("R", CultureInfo.InvariantCulture)} among its ClassWeights, but a weight must be "
                    + "a finite number of at least 0.", -1, i);
            if (rule.ClassWeights.Count > 0 && rule.ClassWeights.All(weight => weight == 0))
                throw new DifferentiationException(
                    $"the ClassWeights of the loss {name} are all 0, so that nothing could be learned.", -1, i);
            if (rule.ClassWeights.Count > 0 && losses[i].Loss is CrossEntropy { Smoothing: > 0 })
                throw new DifferentiationException(
                    $"the loss {name} has ClassWeights and a Smoothing, of which it is not clear whose weight the other classes' share "
                    + "has; leave one of them out.", -1, i);
            string labels = LabelsOf(losses[i]);
            LossSpec? other = losses.FirstOrDefault(each =>
                each.Find(LossTarget.Label) is not null && LabelsOf(each) == labels && each.Labels != rule);
            if (other is not null)
                throw new DifferentiationException(
                    $"the losses {name} and {other.Name} look at the same labels, of which not the same count; give both the same "
                    + "IgnoreLabel and ClassWeights, or leave one of them out.", -1, i);
        }

        string LabelsOf(LossSpec loss) => nameOf(loss, loss.Find(LossTarget.Label)!);
    }
}
