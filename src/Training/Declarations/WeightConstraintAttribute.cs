namespace Fusion.Training;

/// <summary>The base of the attributes that say what the weights of a layer keep to while they are trained. Each stands directly behind the
/// operation whose weights it is for, and means nothing to the network that runs.</summary>
[AttributeUsage(AttributeTargets.Field, Inherited = false, AllowMultiple = true)]
public abstract class WeightConstraintAttribute : Attribute
{
    private protected WeightConstraintAttribute()
    {
    }
}
